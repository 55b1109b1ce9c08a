package org.drafthorse.faults;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * Echoes, tells all, and fails, as a text asks for, or where a seam says so; counts who came and
 * who went.
 */
final class Board implements WebSocketResource {

  private static final int MORE_THAN_A_TURN = 260;

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
    Seams.at("Board.onRegister");
    context = value;
    Seams.at("Board.onRegister, done");
  }

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    Seams.at("Board.onHandshake");
    return HandshakeDecision.accept();
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    open.incrementAndGet();
    Seams.at("Board.onOpen");
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    Seams.at("Board.onText");
    if (text.equals("fail")) {
      throw new IllegalStateException("as it was asked");
    }
    connection.sendText(text);
    if (text.equals("all") && context != null) {
      context.broadcast().sendText(Texts.MIDDLE);
      context.broadcast().sendText(Texts.SMALL);
      context.broadcast().sendText(Texts.LARGE);
      connection.sendText(Texts.MIDDLE, 1000);
      for (int i = 0; i < MORE_THAN_A_TURN; i++) {
        context.execute(() -> {});
      }
      context.execute(() -> Seams.at("Board.task"));
    }
    Seams.at("Board.onText, done");
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    Seams.at("Board.onBinary");
    connection.sendBinary(data);
    connection.sendPing(ByteBuffer.allocate(4));
    Seams.at("Board.onBinary, done");
  }

  @Override
  public void onPong(WebSocketConnection connection, ByteBuffer data) {
    Seams.at("Board.onPong");
  }

  @Override
  public void onCustomMessage(Object message) {
    Seams.at("Board.onCustomMessage");
    if (context != null) {
      context.broadcast().sendText((String) message);
    }
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    open.decrementAndGet();
    Seams.at("Board.onClose");
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    Seams.at("Board.onError");
  }

  /** What is sent, of every kind of size. */
  static final class Texts {
    static final String SMALL = "small";
    static final String MIDDLE = "middle ".repeat(700);
    static final String LARGE = "large and larger ".repeat(1_800);

    private Texts() {}
  }
}
