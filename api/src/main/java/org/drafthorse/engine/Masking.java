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
   */
  static void unmask(ByteBuffer from, byte[] to, int offset, int length, int key, int phase) {
    int turned = turn(key, phase);
    long wide = wide(turned);
    int words = length & -Long.BYTES;
    int position = from.position();
    from.order(ORDER);
    for (int i = 0; i < words; i += Long.BYTES) {
      LONG.set(to, offset + i, from.getLong(position + i) ^ wide);
    }
    from.order(ByteOrder.BIG_ENDIAN).position(position + words);
    unmaskRest(from, to, offset + words, length - words, turned);
  }

  /**
   * The same for text. A method of its own, since looking at the bytes costs a quarter more.
   *
   * @return whether all of them are ASCII, found out on the way
   */
  static boolean unmaskText(
      ByteBuffer from, byte[] to, int offset, int length, int key, int phase) {
    int turned = turn(key, phase);
    long wide = wide(turned);
    long seen = 0;
    int words = length & -Long.BYTES;
    int position = from.position();
    from.order(ORDER);
    for (int i = 0; i < words; i += Long.BYTES) {
      long word = from.getLong(position + i) ^ wide;
      LONG.set(to, offset + i, word);
      seen |= word;
    }
    from.order(ByteOrder.BIG_ENDIAN).position(position + words);
    seen |= unmaskRest(from, to, offset + words, length - words, turned);
    return (seen & HIGH_BITS) == 0;
  }

  /** Fewer bytes than a word, the first of them under the key's first. */
  private static int unmaskRest(ByteBuffer from, byte[] to, int offset, int length, int key) {
    int seen = 0;
    for (int i = 0; i < length; i++) {
      byte plain = (byte) (from.get() ^ (key >>> (24 - 8 * (i & 3))));
      to[offset + i] = plain;
      seen |= plain & 0x80;
    }
    return seen;
  }

  /** The key that begins with the byte which is next. */
  private static int turn(int key, int phase) {
    return Integer.rotateLeft(key, (phase & 3) * 8);
  }

  private static long wide(int key) {
    int ordered = ORDER == ByteOrder.BIG_ENDIAN ? key : Integer.reverseBytes(key);
    return ((long) ordered << 32) | (ordered & 0xFFFFFFFFL);
  }
}
