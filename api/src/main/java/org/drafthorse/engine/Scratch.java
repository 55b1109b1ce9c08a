package org.drafthorse.engine;

import java.nio.ByteBuffer;
import org.drafthorse.Nullable;

/**
 * Room in which a message that came whole is unmasked on its way to a String. It belongs to the
 * thread that reads, not to a connection, so idle connections hold none.
 *
 * <p>The bytes of the last text stay until the next message: a text that is sent on as it came,
 * back or to others, need not be encoded again.
 */
public final class Scratch {

  /** Larger messages get an array of their own. */
  private static final int LARGEST_KEPT = 64 * 1024;

  private static final int FIRST = 4096;

  private byte[] bytes = {};
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private @Nullable String text;

  /** No room at first; it grows as messages come. */
  public Scratch() {}

  /** An array of at least that length, with anything in it; good until the next call. */
  byte[] array(int length) {
    text = null;
    if (length <= bytes.length) {
      return bytes;
    }
    byte[] larger = new byte[Math.max(FIRST, length)];
    if (length <= LARGEST_KEPT) {
      bytes = larger;
      view = ByteBuffer.wrap(larger);
    }
    return larger;
  }

  /** That text is what stands in an array of ours, from its start. */
  String decoded(String value, byte[] array, int length) {
    if (array == bytes) {
      text = value;
      view.clear().limit(length);
    }
    return value;
  }

  /** That very text in UTF-8, if it is the last one that was read; good until the next call. */
  @SuppressWarnings("ReferenceEquality") // to compare would take as long as to encode
  public @Nullable ByteBuffer utf8(String value) {
    return text != null && text == value ? view : null;
  }

  /** Keeps no message any longer. */
  public void forget() {
    text = null;
  }
}
