package org.drafthorse.engine;

/**
 * Room in which a message that came whole is unmasked on its way to a String. It belongs to the
 * thread that reads, not to a connection, so idle connections hold none.
 */
public final class Scratch {

  /** Larger messages get an array of their own. */
  private static final int LARGEST_KEPT = 64 * 1024;

  private static final int FIRST = 4096;

  private byte[] bytes = {};
  private char[] chars = {};

  /** No room at first; it grows as messages come. */
  public Scratch() {}

  /**
   * An array of at least that length and {@link Utf8Decoder#PADDING} more, with anything in it;
   * good until the next call.
   */
  byte[] array(int length) {
    int wanted = length + Utf8Decoder.PADDING;
    if (wanted <= bytes.length) {
      return bytes;
    }
    byte[] larger = new byte[Math.max(FIRST, wanted)];
    if (length <= LARGEST_KEPT) {
      bytes = larger;
    }
    return larger;
  }

  /** The same, of chars. */
  char[] chars(int length) {
    int wanted = length + Utf8Decoder.PADDING;
    if (wanted <= chars.length) {
      return chars;
    }
    char[] larger = new char[Math.max(FIRST, wanted)];
    if (length <= LARGEST_KEPT) {
      chars = larger;
    }
    return larger;
  }
}
