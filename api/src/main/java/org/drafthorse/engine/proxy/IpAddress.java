package org.drafthorse.engine.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.drafthorse.Nullable;

/**
 * An IP address of 128 bits; one of version 4 is the IPv6 address that it is mapped to (RFC 4291,
 * section 2.5.5.2), so that there is one way to write it only.
 */
record IpAddress(long high, long low) {

  static final int BITS = 128;
  static final int MAPPED_BITS = 96;

  private static final long MAPPED = 0xFFFF_0000_0000L;
  private static final int GROUPS = 8;

  /** Reads a literal: four decimal numbers, or RFC 4291, section 2.2. Null if it is none. */
  static @Nullable IpAddress tryParse(String text) {
    return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
  }

  /** The address of a socket, whatever its zone. */
  static IpAddress of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == 4
        ? new IpAddress(0, MAPPED | (bytes.getInt() & 0xFFFF_FFFFL))
        : new IpAddress(bytes.getLong(), bytes.getLong());
  }

  InetAddress toInetAddress() {
    try {
      // Makes one of version 4 of a mapped one.
      return InetAddress.getByAddress(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }

  private static @Nullable IpAddress parseV4(String text) {
    long number = v4(text);
    return number < 0 ? null : new IpAddress(0, MAPPED | number);
  }

  /** The address as a number, or -1. A leading zero is octal to some: it is no address here. */
  private static long v4(String text) {
    long all = 0;
    int start = 0;
    for (int part = 0; part < 4; part++) {
      int dot = text.indexOf('.', start);
      int end = part == 3 ? text.length() : dot;
      int number = end < 0 || end - start > 3 ? -1 : Digits.parse(text, start, end, 10);
      if (number < 0 || number > 255 || (end - start > 1 && text.charAt(start) == '0')) {
        return -1;
      }
      all = all << 8 | number;
      start = end + 1;
    }
    return all;
  }

  private static @Nullable IpAddress parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = groups(text);
      return groups == null || groups.length != GROUPS ? null : join(groups, new int[0]);
    }
    int[] before = gap == 0 ? new int[0] : groups(text.substring(0, gap));
    boolean endsThere = gap + 2 == text.length();
    int[] behind = endsThere ? new int[0] : groups(text.substring(gap + 2));
    if (before == null || behind == null || before.length + behind.length >= GROUPS) {
      return null;
    }
    // Only the last two groups can be written as an address of version 4.
    boolean dotsBeforeGap = text.lastIndexOf('.', gap) >= 0;
    return dotsBeforeGap ? null : join(before, behind);
  }

  /** Groups of up to four hexadecimal digits with colons between them, at most eight; or null. */
  private static int @Nullable [] groups(String text) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      boolean dotted = colon < 0 && text.indexOf('.', start) >= 0;
      if (count + (dotted ? 2 : 1) > GROUPS) {
        return null;
      }
      if (dotted) {
        long v4 = v4(text.substring(start));
        if (v4 < 0) {
          return null;
        }
        groups[count++] = (int) (v4 >>> 16);
        groups[count++] = (int) (v4 & 0xFFFF);
      } else {
        int group = end - start > 4 ? -1 : Digits.parse(text, start, end, 16);
        if (group < 0) {
          return null;
        }
        groups[count++] = group;
      }
      start = end + 1;
    }
    return Arrays.copyOf(groups, count);
  }

  private static IpAddress join(int[] before, int[] behind) {
    long[] halves = new long[2];
    for (int i = 0; i < before.length; i++) {
      put(halves, i, before[i]);
    }
    for (int i = 0; i < behind.length; i++) {
      put(halves, GROUPS - behind.length + i, behind[i]);
    }
    return new IpAddress(halves[0], halves[1]);
  }

  private static void put(long[] halves, int group, int value) {
    halves[group / 4] |= (long) value << (48 - 16 * (group % 4));
  }

  // Written out: on JDK 17 a record's own, once called, keeps its class loader from being
  // collected.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }
}
