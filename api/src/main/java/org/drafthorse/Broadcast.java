package org.drafthorse;

import java.nio.ByteBuffer;

/**
 * Sends a message to many connections: encoded once for each wire format, whatever their number,
 * and the bytes shared. From {@link ResourceContext#broadcast()}.
 *
 * <p>Thread: any. Order: for each receiver the message takes its place among all that was sent to
 * it before. A receiver that is closed, slow or too old for the message doesn't touch the others;
 * the {@link Result} counts them. Nothing blocks, and nothing is thrown because of a peer.
 */
public interface Broadcast {

  /** Sends text; an unpaired surrogate goes out as a question mark. */
  Result sendText(String text);

  /**
   * Sends text that is UTF-8 already. The bytes are copied before this returns.
   *
   * @throws IllegalArgumentException if the bytes are not UTF-8
   */
  Result sendText(ByteBuffer utf8);

  /**
   * Sends a binary message to the receivers that can take one; version 00 cannot and is counted in
   * {@link Result#unsupported()}. The bytes are copied before this returns.
   */
  Result sendBinary(ByteBuffer data);

  /**
   * How many receivers met which {@link SendResult}.
   *
   * @param sent {@link SendResult#SENT}
   * @param dropped {@link SendResult#DROPPED}
   * @param closed {@link SendResult#CLOSED}
   * @param unsupported {@link SendResult#UNSUPPORTED}
   */
  record Result(int sent, int dropped, int closed, int unsupported) {

    /** Whether every receiver was sent the message. */
    public boolean reachedAll() {
      return dropped + closed + unsupported == 0;
    }
  }
}
