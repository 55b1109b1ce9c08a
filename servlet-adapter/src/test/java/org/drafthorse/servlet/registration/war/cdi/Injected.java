package org.drafthorse.servlet.registration.war.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.drafthorse.Broadcast;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.registration.Ledger;

/** A resource that has everything injected. It keeps no {@code onRegister} of its own. */
public abstract class Injected implements WebSocketResource {

  private final ResourceRegistry registry;
  private final ResourceContext context;
  private final CyclicBarrier barrier = new CyclicBarrier(2);

  @Inject private Broadcast all;
  @Inject private Helper helper;
  @Inject private PerRequest request;

  /** For CDI. */
  protected Injected(@Nullable ResourceRegistry registry, @Nullable ResourceContext context) {
    this.registry = registry;
    this.context = context;
  }

  @PreDestroy
  void destroyed() {
    Ledger.note("life", context.path() + " destroyed");
    if (Ledger.page("orders").contains("destroyers fail")) {
      throw new IllegalStateException("a destroyer that fails");
    }
  }

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest asked) {
    Ledger.note("handshakes", "resource " + request.number());
    return HandshakeDecision.accept();
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    connection.sendText("open in " + request.number());
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    switch (text) {
      case "?request" ->
          connection.sendText(request.number() + " " + helper.number() + " " + request.number());
      case "?context" ->
          connection.sendText(
              context.path() + " " + helper.path() + " " + registry.find(context.path()).path());
      case "?all" -> {
        Broadcast.Result unused = all.sendText("to all");
      }
      case "?helper" -> helper.tellAll("to all by the helper");
      case "?execute" -> context.execute(() -> tell("executed"));
      case "?post" -> context.post("posted");
      case "?meet" -> meet(connection);
      case "?fail" ->
          context.execute(
              () -> {
                throw new IllegalStateException("as ordered");
              });
      default -> connection.sendText(text);
    }
  }

  @Override
  public void onCustomMessage(Object message) {
    tell((String) message);
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    tell("error: " + error.getMessage());
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    Ledger.note("life", context.path() + " closed in " + request.number());
  }

  private void tell(String what) {
    Broadcast.Result unused = all.sendText(what + " in " + request.number());
  }

  /** Two callbacks at once. */
  private void meet(WebSocketConnection connection) {
    int before = request.number();
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("nobody else came", e);
    }
    connection.sendText("met in " + before + " " + request.number());
  }
}
