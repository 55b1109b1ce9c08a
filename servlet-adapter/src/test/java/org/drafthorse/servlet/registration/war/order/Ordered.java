package org.drafthorse.servlet.registration.war.order;

import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ResourcePath;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.registration.Ledger;

/** A resource that notes who asks. */
@ResourcePath("/annotated")
public final class Ordered implements WebSocketResource {

  /** For whoever registers it. */
  public Ordered() {}

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    Ledger.note("order", "resource");
    return HandshakeDecision.accept();
  }
}
