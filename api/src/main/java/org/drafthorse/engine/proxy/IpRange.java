package org.drafthorse.engine.proxy;

/**
 * The addresses that begin with the same bits (RFC 4632, section 3.1; RFC 4291, section 2.3).
 *
 * @param first the lowest of them
 * @param prefix how many bits they share, of the 128 of an IPv6 address
 */
record IpRange(IpAddress first, int prefix) {

  /**
   * Reads a setting: an address, or an address, a slash and the number of bits.
   *
   * @throws IllegalArgumentException in one line that names it
   */
  static IpRange parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.tryParse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "neither an IP address nor a range of them such as 10.0.0.0/8: " + text);
    }
    if (slash < 0) {
      return new IpRange(address, IpAddress.BITS);
    }
    boolean v4 = text.indexOf(':') < 0;
    int most = v4 ? IpAddress.BITS - IpAddress.MAPPED_BITS : IpAddress.BITS;
    int bits = bits(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "behind the slash is a number from 0 to " + most + ": " + text);
    }
    IpRange range = new IpRange(address, v4 ? bits + IpAddress.MAPPED_BITS : bits);
    if (!range.masked(address).equals(address)) {
      throw new IllegalArgumentException(
          "has bits set behind the first " + bits + ", which make the range: " + text);
    }
    return range;
  }

  boolean contains(IpAddress address) {
    return masked(address).equals(first);
  }

  private IpAddress masked(IpAddress address) {
    long high = address.high() & mask(prefix);
    return new IpAddress(high, address.low() & mask(prefix - 64));
  }

  /** A long whose first bits are set. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }

  private static int bits(String text) {
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    return leadingZero ? -1 : Digits.parse(text, 0, text.length(), 10);
  }
}
