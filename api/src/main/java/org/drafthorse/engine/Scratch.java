package org.drafthorse.engine;

/**
 * Room in which a message that came whole is unmasked on its way to a String. It belongs to the
 * thread that reads, not to a connection, so idle connections hold none.
 */
public final class Scratch {

  /** Larger messages get an array of their own. */
  private static final int LARGEST_KEPT = 64 * 1024;

  private byte[] bytes = new byte[4096];

  /** Room for small messages at first; it grows. */
  public Scratch() {}

  /** An array of at least that length, with anything in it; good until the next call. */
  byte[] array(int length) {
    if (length <= bytes.length) {
      return bytes;
    }
    byte[] larger = new byte[length];
    if (length <= LARGEST_KEPT) {
      bytes = larger;
    }
    return larger;
  }
}
