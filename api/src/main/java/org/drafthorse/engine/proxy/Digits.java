package org.drafthorse.engine.proxy;

/** Numbers as protocols write them: ASCII digits and nothing else. */
final class Digits {

  private static final int MOST_DIGITS = 5;

  private Digits() {}

  /** The number between two places of a text, or -1 if there is none of one to five digits. */
  static int parse(String text, int start, int end, int radix) {
    if (start >= end || end - start > MOST_DIGITS) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  /** A port, 1 to 65535, or -1. */
  static int port(String text) {
    int port = parse(text, 0, text.length(), 10);
    return port < 1 || port > 65_535 ? -1 : port;
  }
}
