package org.drafthorse.faults;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Echoes, tells all, and fails, as a text asks for; counts who came and who went. */
final class Board implements WebSocketResource {

  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable ResourceContext context;

  @Nullable
  ResourceContext context() {
    return context;
  }

  /** Those whose {@code onOpen} was not followed by {@code onClose}. */
  int open() {
    return open.get();
  }

  @Override
  public void onRegister(ResourceContext value) {
    context = value;
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    open.incrementAndGet();
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    if (text.equals("fail")) {
      throw new IllegalStateException("as it was asked");
    }
    connection.sendText(text);
    if (text.equals("all") && context != null) {
      context.broadcast().sendText(Texts.MIDDLE);
      context.broadcast().sendText(Texts.SMALL);
      context.broadcast().sendText(Texts.LARGE);
      connection.sendText(Texts.MIDDLE, 1000);
    }
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    connection.sendBinary(data);
    connection.sendPing(ByteBuffer.allocate(4));
  }

  @Override
  public void onCustomMessage(Object message) {
    if (context != null) {
      context.broadcast().sendText((String) message);
    }
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    open.decrementAndGet();
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    // What was thrown is known.
  }

  /** What is sent, of every kind of size. */
  static final class Texts {
    static final String SMALL = "small";
    static final String MIDDLE = "middle ".repeat(700);
    static final String LARGE = "large and larger ".repeat(1_800);

    private Texts() {}
  }
}
