package org.drafthorse.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Masking of payload (RFC 6455, section 5.3), eight bytes at a time. */
final class Masking {

  /** The processor's order, in which words need not be turned around. */
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ORDER);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Masking() {}

  /**
   * Moves bytes out of a big-endian buffer and takes the mask off in the same pass.
   *
   * @param key the masking key as the frame carries it; 0 for none
   * @param phase how many bytes of the payload came before
   * @return whether all of them are ASCII, found out on the way
   */
  static boolean unmask(ByteBuffer from, byte[] to, int offset, int length, int key, int phase) {
    int turned = Integer.rotateLeft(key, (phase & 3) * 8);
    int ordered = ORDER == ByteOrder.BIG_ENDIAN ? turned : Integer.reverseBytes(turned);
    long wide = ((long) ordered << 32) | (ordered & 0xFFFFFFFFL);
    long seen = 0;
    int i = 0;
    int position = from.position();
    from.order(ORDER);
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long word = from.getLong(position + i) ^ wide;
      LONG.set(to, offset + i, word);
      seen |= word;
    }
    from.order(ByteOrder.BIG_ENDIAN);
    for (; i < length; i++) {
      byte plain = (byte) (from.get(position + i) ^ (turned >>> (24 - 8 * (i & 3))));
      to[offset + i] = plain;
      seen |= plain & 0x80;
    }
    from.position(position + length);
    return (seen & HIGH_BITS) == 0;
  }
}
