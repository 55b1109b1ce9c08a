package org.drafthorse.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client library of former times, with one connection that is open. */
abstract class OldLibrary implements AutoCloseable {

  /** What waits in the inbox once the library takes the closing for done. */
  static final Object CLOSED = "closed";

  private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();

  abstract void send(String text);

  abstract void send(byte[] data);

  /** Begins the closing handshake. */
  abstract void leave();

  /** Lets go of all that it holds. */
  @Override
  public abstract void close();

  /** The next text, or binary message as a buffer, or failure, or {@link #CLOSED}. */
  final Object next() throws InterruptedException {
    Object next = inbox.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in time");
    }
    return next;
  }

  final void received(String text) {
    inbox.add(text);
  }

  final void received(byte[] data) {
    inbox.add(ByteBuffer.wrap(data));
  }

  final void failed(Throwable cause) {
    inbox.add(cause);
  }

  final void closed() {
    inbox.add(CLOSED);
  }
}
