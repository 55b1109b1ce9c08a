package org.drafthorse.servlet.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.drafthorse.Nullable;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;

/**
 * What a {@link JettyConnection} reads from and writes to: TCP, TLS, or one stream of HTTP/2.
 *
 * <p>One thread at a time reads, and one writes; the other methods may be called by any thread.
 */
interface Wire {

  /** Whether it has not failed meanwhile in a way that nobody was told of. */
  boolean isOpen();

  /** What came, for the caller to release; null if nothing is there, for now or for good. */
  @Nullable
  RetainableByteBuffer read() throws IOException;

  /** Whether nothing more will come; asked when {@link #read} said null. */
  boolean isAtEnd();

  /** Whether that many bytes, read in one go, were all that was there. */
  boolean isEmptiedBy(int bytes);

  /**
   * Writes all, in order, and calls back.
   *
   * @throws IOException if the connection has ended, instead of calling back
   */
  void write(Callback callback, ByteBuffer[] buffers) throws IOException;

  /** Tries a write in progress again, though nobody has said that there is room. */
  void retryWrite();

  /** Says that nothing more will be written; reading goes on. */
  void shutdownOutput();

  /** Closes when all is written, both ways. Idempotent. */
  void close();

  /** Closes now. Idempotent. */
  void abort(Throwable cause);
}
