package org.drafthorse.servlet.cdi;

import java.nio.ByteBuffer;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Runs each callback of a resource in a request context. */
final class CdiResource implements WebSocketResource {

  private final WebSocketResource resource;
  private final LateContext context;
  private final RequestContexts requests;

  CdiResource(WebSocketResource resource, LateContext context, RequestContexts requests) {
    this.resource = resource;
    this.context = context;
    this.requests = requests;
  }

  /** A bean of a normal scope may be made only now. */
  @Override
  public void onRegister(ResourceContext registered) {
    context.set(registered);
    LateContext before = LateContext.enter(context);
    try {
      requests.run(() -> resource.onRegister(context));
    } finally {
      LateContext.leave(before);
    }
  }

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    return requests.call(() -> resource.onHandshake(request));
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    requests.run(() -> resource.onOpen(connection));
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    requests.run(() -> resource.onText(connection, text));
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    requests.run(() -> resource.onBinary(connection, data));
  }

  @Override
  public void onPong(WebSocketConnection connection, ByteBuffer data) {
    requests.run(() -> resource.onPong(connection, data));
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    requests.run(() -> resource.onClose(connection, status));
  }

  @Override
  public void onCustomMessage(Object message) {
    requests.run(() -> resource.onCustomMessage(message));
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    requests.run(() -> resource.onError(connection, error));
  }

  @Override
  public String toString() {
    return resource.toString();
  }
}
