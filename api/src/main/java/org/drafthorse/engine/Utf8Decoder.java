package org.drafthorse.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.drafthorse.Nullable;

/**
 * Checks and decodes a whole text in one pass (RFC 3629), with next to no branch that depends on
 * what the text is: where languages mix, a branch guessed wrong costs more than the work.
 *
 * <p>Of each 64 bytes it finds first where characters begin. So the work on one character need not
 * wait for the length of the one before.
 */
final class Utf8Decoder {

  /** How many bytes behind the text are read, whatever they are. */
  static final int PADDING = 64 + Integer.BYTES;

  private static final int BLOCK = 64;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int LAST_CODE_POINT = 0x10FFFF;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle CHARACTER =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** By the number of bytes; 0 is for what no character begins with. */
  private static final int[] LEAD_BITS = {0, 0x7F, 0x1F, 0x0F, 0x07};

  private static final int[] UNUSED_BITS = {0, 18, 12, 6, 0};
  private static final int[] LEAST = {LAST_CODE_POINT + 1, 0, 0x80, 0x800, 0x10000};

  /** The upper two bits of each further byte, which have to be 10. */
  private static final int[] MARKS = {0, 0, 0xC00000, 0xC0C000, 0xC0C0C0};

  private static final int MARK = 0x808080;

  /** The number of bytes, by the upper five bits of the first. */
  private static final byte[] LENGTH = new byte[32];

  static {
    Arrays.fill(LENGTH, 0, 0b10000, (byte) 1);
    Arrays.fill(LENGTH, 0b11000, 0b11100, (byte) 2);
    Arrays.fill(LENGTH, 0b11100, 0b11110, (byte) 3);
    LENGTH[0b11110] = 4;
  }

  private final byte[] bytes;
  private final int length;
  private final char[] chars;
  private int size;

  /** How many bytes belong to characters. */
  private int used;

  /** Where the last character ends. */
  private int end;

  private Utf8Decoder(byte[] bytes, int length, char[] chars) {
    this.bytes = bytes;
    this.length = length;
    this.chars = chars;
  }

  /**
   * Decodes.
   *
   * @param bytes at least {@link #PADDING} longer than the text
   * @param chars room, at least as many as bytes of the text, and {@link #PADDING} more
   * @return null if it is not UTF-8
   */
  static @Nullable String decode(byte[] bytes, int length, char[] chars) {
    Utf8Decoder decoder = new Utf8Decoder(bytes, length, chars);
    for (int at = 0; at < length; at += BLOCK) {
      if (!decoder.block(at)) {
        return null;
      }
    }
    // No bytes are left that belong to no character, and the last one does not break off.
    return decoder.used == length && decoder.end == length
        ? new String(chars, 0, decoder.size)
        : null;
  }

  private boolean block(int at) {
    long beginnings = 0;
    long seen = 0;
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      long word = (long) WORD.get(bytes, at + i);
      seen |= word;
      // All but 10xxxxxx; the product moves the eight bits side by side.
      long begins = ~(word & ~(word << 1)) & HIGH_BITS;
      beginnings |= (((begins >>> 7) * 0x0102040810204080L) >>> 56) << i;
    }
    int left = length - at;
    if (left < BLOCK) {
      return characters(at, beginnings & (-1L >>> (BLOCK - left)));
    }
    if ((seen & HIGH_BITS) != 0) {
      return characters(at, beginnings);
    }
    for (int i = 0; i < BLOCK; i++) {
      chars[size + i] = (char) bytes[at + i];
    }
    size += BLOCK;
    used += BLOCK;
    end = at + BLOCK;
    return true;
  }

  private boolean characters(int at, long beginnings) {
    int broken = 0;
    int to = size;
    int consumed = 0;
    int last = end;
    for (long rest = beginnings; rest != 0; rest &= rest - 1) {
      int start = at + Long.numberOfTrailingZeros(rest);
      int word = (int) CHARACTER.get(bytes, start);
      int count = LENGTH[word >>> 27];
      int marks = MARKS[count];
      int bits =
          ((word >>> 24) & LEAD_BITS[count]) << 18
              | (word >> 4 & 0x3F000)
              | (word >> 2 & 0xFC0)
              | (word & 0x3F);
      int point = bits >>> UNUSED_BITS[count];
      // Negative as soon as one of: overlong, too large, a byte without its mark, a surrogate.
      broken |=
          (point - LEAST[count])
              | (LAST_CODE_POINT - point)
              | -((word & marks) ^ (marks & MARK))
              | (((point ^ 0xD800) >>> 11) - 1);
      int pair = (0xFFFF - point) >> 31;
      chars[to] = (char) ((point & ~pair) | ((0xD7C0 + (point >>> 10)) & pair));
      chars[to + 1] = (char) (0xDC00 | (point & 0x3FF));
      to += 1 - pair;
      consumed += count;
      last = start + count;
    }
    size = to;
    used += consumed;
    end = last;
    return broken >= 0;
  }
}
