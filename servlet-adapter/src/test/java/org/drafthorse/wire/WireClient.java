package org.drafthorse.wire;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;

/** A WebSocket client that somebody else wrote, as the contract sees it. */
abstract class WireClient implements AutoCloseable {

  /** What a client asks for. */
  record Wish(URI uri, List<String> subprotocols, @Nullable String origin) {
    Wish(URI uri) {
      this(uri, List.of(), null);
    }
  }

  /** The server refused the handshake. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(int status) {
      super("refused with " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** A pong, as it waits among the messages. */
  record Pong(ByteBuffer data) {}

  private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

  abstract void sendText(String text);

  abstract void sendFragments(List<String> parts);

  abstract void sendBinary(byte[] data);

  abstract void sendPing(byte[] data);

  abstract void startClose(int code, String reason);

  abstract @Nullable String subprotocol();

  /** Ends the connection, whatever its state. */
  @Override
  public abstract void close();

  /** The next message or pong: a String, a ByteBuffer or a {@link Pong}. */
  final Object next() {
    try {
      Object next = inbox.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("nothing came in time; closed: " + closed);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What the server's close frame said; 1005 if nothing. */
  final CloseStatus awaitClosed() {
    return Await.get("the close frame of the server", closed);
  }

  final boolean hasMore() {
    return !inbox.isEmpty();
  }

  final void received(Object message) {
    inbox.add(message);
  }

  final void closed(int code, @Nullable String reason) {
    closed.complete(new CloseStatus(code < 0 ? 1005 : code, reason == null ? "" : reason));
  }

  final void lost(Throwable cause) {
    closed.completeExceptionally(cause);
  }

  static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
