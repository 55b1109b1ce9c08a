package org.drafthorse.runtime;

import java.nio.ByteBuffer;

/**
 * One raw connection, as an adapter gives it to a {@link ConnectionDriver}. The driver calls these
 * methods from any thread; each returns without waiting for the network, and none throws.
 *
 * <p>In return the adapter calls the driver: {@link ConnectionDriver#open} first; then, one at a
 * time, {@link ConnectionDriver#received}, {@link ConnectionDriver#endOfInput}; and {@link
 * ConnectionDriver#written}, {@link ConnectionDriver#writeFailed} or {@link
 * ConnectionDriver#failed} as they come.
 */
public interface Transport {

  /**
   * Writes all bytes, gathered, and then calls {@link ConnectionDriver#written}, perhaps before
   * this returns, or {@link ConnectionDriver#writeFailed}. The driver leaves the buffers alone
   * until then, and does not call again before.
   */
  void write(ByteBuffer[] buffers);

  /**
   * Tries the write in progress once more, if there is one: systems tell of room for it only when
   * there is much, and a slow client may need long to make that. What came of it shows in the
   * buffers' positions.
   */
  default void retryWrite() {}

  /**
   * Goes on reading after {@link ConnectionDriver#received} said false: with the bytes that were
   * left over, on a thread of the adapter's. May come while that call is still on its way back.
   */
  void resumeReading();

  /**
   * Sends FIN; reading goes on.
   *
   * @return false if that cannot be done here: then the driver closes when the peer is silent
   */
  boolean shutdownOutput();

  /** Closes both ways. Idempotent. */
  void close();

  /** Closes both ways, giving up what is being written. Idempotent. */
  void abort();
}
