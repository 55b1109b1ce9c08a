package org.drafthorse.jetty;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * Sends every message verbatim to every client of the resource, its sender included; binary only to
 * those whose version has it. Never blocks; any mailbox will do. One object serves one path.
 */
public final class BroadcastResource implements WebSocketResource {

  private volatile @Nullable ResourceContext context;

  /** To be registered once. */
  public BroadcastResource() {}

  @Override
  public void onRegister(ResourceContext registered) {
    context = registered;
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    registered().broadcast().sendText(text);
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    registered().broadcast().sendBinary(data);
  }

  private ResourceContext registered() {
    return Objects.requireNonNull(context, "the resource is not registered");
  }
}
