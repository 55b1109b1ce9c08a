package org.drafthorse.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.drafthorse.Deflate;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.ClientHandshake;
import org.drafthorse.engine.HandshakeAnswer;
import org.drafthorse.engine.OpeningHandshake;
import org.drafthorse.engine.OpeningHandshake.Accepted;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.engine.Route;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.runtime.Admission.Admitted;
import org.drafthorse.runtime.Admission.Refused;

/**
 * Lets clients in or turns them away, in this order: is the path known (404), is the handshake
 * valid (400, 426), may the origin (403), is there room (503), does the resource agree (403 or its
 * own status). Any thread; an exception of the resource is a 500.
 */
final class Doorkeeper {

  private final WebSocketRuntime runtime;

  Doorkeeper(WebSocketRuntime runtime) {
    this.runtime = runtime;
  }

  Admission admit(RequestHead received) {
    Route route = runtime.proxies().resolve(received, doubt -> Log.doubted(received, doubt));
    RequestHead head = received.settled(route, runtime.requestAttributes());
    RegisteredResource resource = runtime.resources().get(head.resourceName());
    if (resource == null) {
      return refuse(head, new Refusal(404, "there is no WebSocket resource at this path"));
    }
    Set<ProtocolVersion> own = resource.options().versions();
    OpeningHandshake.Outcome outcome =
        OpeningHandshake.read(head, own == null ? runtime.versions() : own);
    if (outcome instanceof Refusal refusal) {
      return refuse(head, refusal);
    }
    ClientHandshake client = ((Accepted) outcome).handshake();
    Refusal refusal = runtime.loader().run(() -> checkOrigin(resource, client));
    if (refusal != null) {
      return refuse(head, refusal);
    }
    String full = runtime.clients().reserve(resource);
    if (full != null) {
      return refuse(head, new Refusal(503, full, Map.of("Retry-After", "10")));
    }
    Admission admission = null;
    boolean admitted = false;
    try {
      admission = runtime.loader().run(() -> ask(resource, client));
      if (admission instanceof Admitted let) {
        runtime.clients().admitted(let.driver());
        admitted = true;
        if (!client.subprotocols().isEmpty() && let.driver().client().subprotocol() == null) {
          Log.noSubprotocol(runtime.flood(), head, client.subprotocols());
        }
        return let;
      }
    } finally {
      if (!admitted) {
        giveBack(resource, admission);
      }
    }
    return refuse(head, ((Refused) admission).refusal());
  }

  /** The place, and what was made for a connection that nobody will open. */
  private void giveBack(RegisteredResource resource, @Nullable Admission admission) {
    try {
      if (admission instanceof Admitted let) {
        let.driver().discard();
      }
    } finally {
      runtime.clients().unreserve(resource);
    }
  }

  private static @Nullable Refusal checkOrigin(
      RegisteredResource resource, ClientHandshake client) {
    try {
      if (resource.options().origins().allows(client)) {
        return null;
      }
    } catch (Throwable e) {
      RegisteredResource.report(resource.handler(), null, e);
      return new Refusal(500, "the resource's origin policy failed");
    }
    return new Refusal(
        403,
        client.origin() == null
            ? "a request without an origin is not allowed"
            : "the origin " + Log.origin(client.origin()) + " is not allowed");
  }

  private static Admission ask(RegisteredResource resource, ClientHandshake client) {
    try {
      HandshakeDecision decision = resource.handler().onHandshake(client);
      Objects.requireNonNull(decision, "onHandshake returned null");
      if (!decision.isAccepted()) {
        return new Refused(new Refusal(decision.status(), decision.reason()));
      }
      HandshakeAnswer answer = HandshakeAnswer.to(client, decision);
      Mailbox mailbox =
          decision.mailbox() instanceof RegisteredResource other
              ? other.mailbox()
              : resource.mailboxForConnection();
      return admitted(resource, client, answer, mailbox, decision);
    } catch (Throwable error) {
      RegisteredResource.report(resource.handler(), null, error);
      return new Refused(new Refusal(500, "the resource failed"));
    }
  }

  private static Admitted admitted(
      RegisteredResource resource,
      ClientHandshake client,
      HandshakeAnswer answer,
      Mailbox mailbox,
      HandshakeDecision decision) {
    Deflate wanted = resource.options().deflate();
    DeflateAgreement agreement =
        wanted == null
            ? null
            : client.agreeOn(wanted, resource.runtime().compression()::reserveTakeover);
    try {
      return new Admitted(
          agreement == null ? answer : answer.with(agreement),
          new ConnectionDriver(resource, mailbox, client, decision.subprotocol(), agreement));
    } catch (Throwable e) {
      if (agreement != null && agreement.hasTakeover()) {
        resource.runtime().compression().releaseTakeover();
      }
      throw e;
    }
  }

  Admission refuse(RequestHead head, Refusal refusal) {
    Log.refused(runtime.flood(), head, refusal);
    return new Refused(refusal);
  }
}
