package org.drafthorse.engine.deflate;

import java.util.Arrays;
import java.util.zip.Inflater;

/** The last 32 KiB that were inflated, to which what comes next may refer (RFC 7692, 7.2.3.2). */
final class SlidingWindow {

  private static final int MOST = 1 << DeflateAgreement.MOST_BITS;

  private byte[] bytes = {};
  private int length;

  /** Adds what was inflated into an array. */
  void add(byte[] from, int at, int count) {
    int kept = Math.min(length, MOST - Math.min(count, MOST));
    int added = Math.min(count, MOST);
    if (bytes.length < kept + added) {
      bytes = Arrays.copyOf(bytes, Math.min(MOST, 2 * (kept + added)));
    }
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    System.arraycopy(from, at + count - added, bytes, kept, added);
    length = kept + added;
  }

  /** Lets an inflater without a header, which has just begun, refer to it. */
  void giveTo(Inflater inflater) {
    if (length > 0) {
      inflater.setDictionary(bytes, 0, length);
    }
  }
}
