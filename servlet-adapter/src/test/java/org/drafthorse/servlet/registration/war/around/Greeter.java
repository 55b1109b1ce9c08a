package org.drafthorse.servlet.registration.war.around;

import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.registration.Ledger;

/** Notes who asks, and greets whoever comes. */
public final class Greeter implements WebSocketResource {

  /** For the container. */
  public Greeter() {}

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    Ledger.note("greeter", "asked");
    return HandshakeDecision.accept();
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    connection.sendText("welcome");
  }
}
