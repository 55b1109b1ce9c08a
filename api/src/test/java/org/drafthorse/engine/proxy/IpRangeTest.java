package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The setting that names proxies. */
class IpRangeTest {

  private static boolean contains(String range, String address) {
    return IpRange.parse(range).contains(IpAddress.tryParse(address));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1, ::ffff:127.0.0.1",
    "::ffff:127.0.0.1, 127.0.0.1",
    "127.0.0.1/32, 127.0.0.1",
    "::1, 0:0:0:0:0:0:0:1",
    "::1/128, ::1",
    "10.0.0.0/8, 10.255.255.255",
    "10.0.0.0/8, ::ffff:10.1.2.3",
    "::ffff:10.0.0.0/104, 10.1.2.3",
    "192.0.2.128/25, 192.0.2.255",
    "0.0.0.0/0, 203.0.113.1",
    "::/0, 203.0.113.1",
    "::/0, 2001:db8::1",
    "fd00::/8, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8:0:ff00::/56, 2001:db8:0:ffff::1",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1"
  })
  void holdsTheAddressesThatBeginLikeIt(String range, String address) {
    assertThat(contains(range, address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.2",
    "127.0.0.1, ::1",
    "::1, 127.0.0.1",
    "::127.0.0.1, 127.0.0.1",
    "10.0.0.0/8, 11.0.0.0",
    "10.0.0.0/8, 9.255.255.255",
    "192.0.2.128/25, 192.0.2.127",
    "0.0.0.0/0, ::1",
    "fd00::/8, fc00::1",
    "2001:db8::/64, 2001:db8:0:1::",
    "2001:db8::8000:0:0:0/65, 2001:db8::7fff:ffff:ffff:ffff"
  })
  void holdsNoOthers(String range, String address) {
    assertThat(contains(range, address)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | neither an IP address nor a range of them such as 10.0.0.0/8: ",
        "localhost       | neither an IP address nor a range of them such as 10.0.0.0/8: localhost",
        "10.0.0.256      | neither an IP address nor a range of them such as 10.0.0.0/8: 10.0.0.256",
        "10.0.0          | neither an IP address nor a range of them such as 10.0.0.0/8: 10.0.0",
        "10/8            | neither an IP address nor a range of them such as 10.0.0.0/8: 10/8",
        "/8              | neither an IP address nor a range of them such as 10.0.0.0/8: /8",
        "[::1]           | neither an IP address nor a range of them such as 10.0.0.0/8: [::1]",
        "fe80::1%eth0    | neither an IP address nor a range of them such as 10.0.0.0/8:"
            + " fe80::1%eth0",
        "10.0.0.0/       | behind the slash is a number from 0 to 32: 10.0.0.0/",
        "10.0.0.0/33     | behind the slash is a number from 0 to 32: 10.0.0.0/33",
        "10.0.0.0/08     | behind the slash is a number from 0 to 32: 10.0.0.0/08",
        "10.0.0.0/-1     | behind the slash is a number from 0 to 32: 10.0.0.0/-1",
        "10.0.0.0/8/8    | behind the slash is a number from 0 to 32: 10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0 | behind the slash is a number from 0 to 32: 10.0.0.0/255.0.0.0",
        "::/129          | behind the slash is a number from 0 to 128: ::/129",
        "10.0.0.1/8      | has bits set behind the first 8, which make the range: 10.0.0.1/8",
        "0.0.0.1/0       | has bits set behind the first 0, which make the range: 0.0.0.1/0",
        "2001:db8::1/64  | has bits set behind the first 64, which make the range: 2001:db8::1/64"
      })
  void aMalformedOneIsNamedInOneLine(String text, String line) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of("127.0.0.1", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(line.equals(line.strip()) && text.isEmpty() ? line + " " : line);
  }

  @Property
  void containsWhatArithmeticSays(
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 128) int prefix,
      @ForAll @IntRange(max = 127) int flipped) {
    BigInteger all = number(high, low);
    BigInteger first = all.shiftRight(128 - prefix).shiftLeft(128 - prefix);
    IpAddress network = address(first);
    IpRange range =
        IpRange.parse(network.toInetAddress().getHostAddress() + suffix(network, prefix));
    assertThat(range.contains(new IpAddress(high, low))).isTrue();
    // The bits of an address are numbered from the left.
    boolean inside = 127 - flipped >= prefix;
    assertThat(range.contains(address(all.flipBit(flipped)))).isEqualTo(inside);
  }

  /** The platform writes mapped addresses as those of version 4, which have 32 bits. */
  private static String suffix(IpAddress network, int prefix) {
    boolean v4 = network.toInetAddress().getAddress().length == 4;
    return "/" + (v4 ? prefix - 96 : prefix);
  }

  private static BigInteger number(long high, long low) {
    return new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  private static IpAddress address(BigInteger number) {
    return new IpAddress(number.shiftRight(64).longValue(), number.longValue());
  }
}
