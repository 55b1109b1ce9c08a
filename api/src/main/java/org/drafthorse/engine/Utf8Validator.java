package org.drafthorse.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;

/**
 * Checks UTF-8 (RFC 3629) as it arrives, so that a bad byte is known before its frame ends (RFC
 * 6455, section 8.1). Overlong forms, surrogates and code points above 10FFFF are bad at the first
 * byte that makes them so.
 */
public final class Utf8Validator {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final char REPLACEMENT = '\uFFFD';
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** How many bytes the character in progress still lacks. */
  private int missing;

  /** The range of the next byte, where it lacks one. */
  private int low;

  private int high;

  /** Begins where a character may begin. */
  public Utf8Validator() {}

  /** Forgets a character in progress. */
  void reset() {
    missing = 0;
  }

  /** Whether no character is in progress. */
  boolean isComplete() {
    return missing == 0;
  }

  /**
   * Reads on.
   *
   * @return false if the bytes cannot be part of UTF-8
   */
  boolean accept(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (missing == 0) {
        i = skipAscii(bytes, i, to);
        if (i == to) {
          return true;
        }
        if (!begin(bytes[i++] & 0xFF)) {
          return false;
        }
      } else {
        int b = bytes[i++] & 0xFF;
        if (b < low || b > high) {
          return false;
        }
        low = 0x80;
        high = 0xBF;
        missing--;
      }
    }
    return true;
  }

  /** Whether the buffer's remaining bytes are whole, valid UTF-8. Moves nothing; any thread. */
  public static boolean isValid(ByteBuffer utf8) {
    byte[] bytes = new byte[utf8.remaining()];
    utf8.duplicate().get(bytes);
    return isValid(bytes, bytes.length);
  }

  /**
   * Decodes a whole text in one pass: the platform puts U+FFFD wherever bytes are bad, so only a
   * text that has one needs a second look.
   *
   * @return null if it is not UTF-8
   */
  static @Nullable String decode(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 || isValid(bytes, length) ? text : null;
  }

  static boolean isValid(byte[] bytes, int length) {
    Utf8Validator validator = new Utf8Validator();
    return validator.accept(bytes, 0, length) && validator.isComplete();
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int i = from;
    while (i <= to - Long.BYTES && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  private boolean begin(int lead) {
    low = 0x80;
    high = 0xBF;
    if (lead < 0xC2 || lead > 0xF4) {
      return false;
    }
    if (lead < 0xE0) {
      missing = 1;
    } else if (lead < 0xF0) {
      missing = 2;
      if (lead == 0xE0) {
        low = 0xA0;
      } else if (lead == 0xED) {
        high = 0x9F;
      }
    } else {
      missing = 3;
      if (lead == 0xF0) {
        low = 0x90;
      } else if (lead == 0xF4) {
        high = 0x8F;
      }
    }
    return true;
  }
}
