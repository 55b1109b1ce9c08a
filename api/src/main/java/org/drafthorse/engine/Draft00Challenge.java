package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The keys of version 00 and the answer to them (draft 00, section 5.2). */
final class Draft00Challenge {

  /** Length of the part of the challenge that follows the head. */
  static final int KEY3_BYTES = 8;

  private static final long MAX_UINT32 = 0xFFFFFFFFL;

  private Draft00Challenge() {}

  /**
   * The number that a key header hides: its digits, divided by the number of its spaces.
   *
   * @return -1 if there is no space or digit, the division leaves a remainder, or the digits exceed
   *     32 bits
   */
  static long keyNumber(String key) {
    long digits = 0;
    int digitCount = 0;
    int spaces = 0;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        digitCount++;
        if (digits > MAX_UINT32) {
          return -1;
        }
      } else if (c == ' ') {
        spaces++;
      }
    }
    if (spaces == 0 || digitCount == 0 || digits % spaces != 0) {
      return -1;
    }
    return digits / spaces;
  }

  /** Both numbers as the digest takes them, 32 bits each, big-endian. */
  static byte[] numbers(long number1, long number2) {
    return ByteBuffer.allocate(8).putInt((int) number1).putInt((int) number2).array();
  }

  /** The 16 bytes that prove that the server has read all three keys. */
  static byte[] answer(byte[] numbers, byte[] key3) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(numbers);
      return md5.digest(key3);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
