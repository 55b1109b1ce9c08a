package org.drafthorse.jetty;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.wire.Frames;
import org.drafthorse.wire.WireSocket;

/** Stops the server in one of its callbacks, and answers texts with the name of its thread. */
final class StoppingResource implements WebSocketResource, OriginPolicy {

  /** Where it stops the server. */
  enum At {
    ORIGIN,
    HANDSHAKE,
    OPEN,
    TEXT,
    ERROR,
    CLOSE,
    CUSTOM,
    TASK,
    REGISTER
  }

  private static final String STOP = "stop";

  private final At at;
  private final CompletableFuture<Duration> returned = new CompletableFuture<>();
  private volatile Runnable stop = () -> {};
  private volatile ResourceContext context;

  StoppingResource(At at) {
    this.at = at;
  }

  /** What it does then. */
  void stops(Runnable value) {
    stop = value;
  }

  /** How long that took. */
  CompletableFuture<Duration> returned() {
    return returned;
  }

  boolean stopsBeforeItAnswers() {
    return at == At.ORIGIN || at == At.HANDSHAKE;
  }

  /** Has the server call it there, unless it does so while a client connects. */
  void bringAbout(WebSocketServer server, WireSocket socket) throws IOException {
    switch (at) {
      case TEXT, ERROR -> socket.send(Frames.text(STOP));
      case CLOSE -> socket.send(Frames.close(CloseStatus.NORMAL));
      case CUSTOM -> context.post(STOP);
      case TASK -> context.execute(() -> reached(At.TASK));
      case REGISTER -> server.registry().register("/late", this);
      case ORIGIN, HANDSHAKE, OPEN -> {}
    }
  }

  private void reached(At place) {
    if (place == at) {
      long begin = System.nanoTime();
      stop.run();
      returned.complete(Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  @Override
  public void onRegister(ResourceContext value) {
    context = value;
    reached(At.REGISTER);
  }

  @Override
  public boolean allows(HandshakeRequest request) {
    reached(At.ORIGIN);
    return true;
  }

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    reached(At.HANDSHAKE);
    return HandshakeDecision.accept();
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    reached(At.OPEN);
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    if (!text.equals(STOP)) {
      connection.sendText(Thread.currentThread().getName());
    } else if (at == At.ERROR) {
      throw new IllegalStateException("as ordered");
    } else {
      reached(At.TEXT);
    }
  }

  @Override
  public void onCustomMessage(Object message) {
    reached(At.CUSTOM);
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    reached(At.CLOSE);
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    reached(At.ERROR);
  }
}
