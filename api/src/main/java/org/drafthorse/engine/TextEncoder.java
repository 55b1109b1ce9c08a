package org.drafthorse.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Encodes texts as UTF-8 in room that is used again and again. Half a surrogate pair becomes a
 * question mark, as with {@link String#getBytes}. For one thread, and one text at a time: {@link
 * #begin}, use what it returned, {@link #end}.
 */
public final class TextEncoder {

  /** Longer texts get an array of their own. */
  private static final int LONGEST_KEPT = 64 * 1024;

  private static final int FIRST = 256;
  private static final int MOST_BYTES_PER_CHAR = 3;

  /** A character is written as four bytes, of which as many count as it has. */
  private static final int PADDING = Integer.BYTES;

  private static final VarHandle CHARACTER =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** By the character: its bytes, and in the last one, which does not count, how many. */
  private static final int[] UP_TO_TWO_BYTES = new int[0x800];

  static {
    for (int c = 0; c < 0x80; c++) {
      UP_TO_TWO_BYTES[c] = c << 24 | 1;
    }
    for (int c = 0x80; c < 0x800; c++) {
      UP_TO_TWO_BYTES[c] = 0xC0800002 | (c << 18 & 0x1F000000) | (c << 16 & 0x3F0000);
    }
  }

  private final CharsetEncoder encoder = StandardCharsets.US_ASCII.newEncoder();
  private CharBuffer chars = CharBuffer.allocate(0);
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean busy;

  /** No room at first; it grows as texts come. */
  public TextEncoder() {}

  /**
   * The text in UTF-8.
   *
   * @return good until {@link #end}, which has to follow; not to be kept
   */
  public ByteBuffer begin(String text) {
    int length = text.length();
    if (busy || length > LONGEST_KEPT) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
    if (chars.capacity() < length) {
      int room = Math.max(FIRST, Integer.highestOneBit(length - 1) << 1);
      // In this order: without memory for both, chars stays as small as bytes.
      bytes = ByteBuffer.allocate(MOST_BYTES_PER_CHAR * room + PADDING);
      chars = CharBuffer.allocate(room);
    }
    busy = true;
    text.getChars(0, length, chars.array(), 0);
    chars.clear().limit(length);
    bytes.clear();
    // As far as it is ASCII; the platform's is faster there, and stops at the first other one.
    encoder.reset();
    encoder.encode(chars, bytes, true);
    if (chars.hasRemaining()) {
      bytes.position(
          encode(chars.array(), chars.position(), length, bytes.array(), bytes.position()));
    }
    return bytes.flip();
  }

  /**
   * With no branch that depends on whether a character takes one, two or three bytes.
   *
   * @return where the bytes end
   */
  private static int encode(char[] from, int first, int length, byte[] to, int start) {
    int at = start;
    for (int i = first; i < length; i++) {
      int c = from[i];
      if (Character.isSurrogate((char) c)) {
        boolean pair = i + 1 < length && Character.isSurrogatePair((char) c, from[i + 1]);
        at += surrogate(pair ? Character.toCodePoint((char) c, from[++i]) : -1, to, at);
        continue;
      }
      int upToTwo = UP_TO_TWO_BYTES[c & 0x7FF];
      int three = 0xE0808003 | (c << 12 & 0xF000000) | (c << 10 & 0x3F0000) | (c << 8 & 0x3F00);
      int beyondTwo = (0x7FF - c) >> 31;
      int word = (upToTwo & ~beyondTwo) | (three & beyondTwo);
      CHARACTER.set(to, at, word);
      at += word & 3;
    }
    return at;
  }

  /** Four bytes, or a question mark for half a pair. */
  private static int surrogate(int point, byte[] to, int at) {
    if (point < 0) {
      to[at] = '?';
      return 1;
    }
    int lead = 0xF0808080 | (point << 6 & 0x7000000);
    CHARACTER.set(to, at, lead | (point << 4 & 0x3F0000) | (point << 2 & 0x3F00) | (point & 0x3F));
    return Integer.BYTES;
  }

  /** What {@link #begin} returned is not needed any more. */
  @SuppressWarnings("ReferenceEquality") // that very buffer, whatever is in it
  public void end(ByteBuffer used) {
    if (used == bytes) {
      busy = false;
    }
  }
}
