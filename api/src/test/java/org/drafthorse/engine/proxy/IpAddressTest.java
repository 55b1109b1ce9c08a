package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4291, section 2.2; addresses of version 4 as four decimal numbers and nothing else. */
class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "1::, 1:0:0:0:0:0:0:0",
    "2001:DB8::a, 2001:db8:0:0:0:0:0:a",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:c000:0201, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "::192.0.2.1, 0:0:0:0:0:0:c000:201"
  })
  void readsEachWayToWriteAnAddress(String text, String address) {
    assertThat(IpAddress.tryParse(text).toInetAddress().getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1..2.3",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.00",
        "256.1.1.1",
        "1.1.1.256",
        "1.1.1.1000",
        "-1.2.3.4",
        "+1.2.3.4",
        "0x1.2.3.4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "a.b.c.d",
        "1.2.3.a",
        "\u0661.2.3.4",
        "16909060",
        "localhost",
        "example.com",
        "unknown",
        ":",
        ":::",
        "::::",
        "1",
        "1:",
        ":1",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:::2",
        "1::2::3",
        "::1::",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "::12345",
        "g::",
        "::-1",
        "::+1",
        "::1%0",
        "fe80::1%eth0",
        "[::1]",
        "[::1",
        "::1]",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1.2.3.4:5:6:7:8:9:a",
        "::1.2.3",
        "::1.2.3.256",
        "::ffff:01.2.3.4",
        "1:2:3:4:5:6::1.2.3.4:",
        "::\u0661",
        "::1/128"
      })
  void readsNothingElse(String text) {
    assertThat(IpAddress.tryParse(text)).isNull();
  }

  @Property
  void whatThePlatformWritesIsReadAgain(@ForAll @Size(16) byte[] bytes) throws Exception {
    InetAddress address = InetAddress.getByAddress(bytes);
    assertThat(IpAddress.tryParse(address.getHostAddress()))
        .isEqualTo(IpAddress.of(address))
        .extracting(IpAddress::toInetAddress)
        .isEqualTo(address);
  }

  @Property
  void soAreAddressesOfVersion4(@ForAll @Size(4) byte[] bytes) throws Exception {
    InetAddress address = InetAddress.getByAddress(bytes);
    IpAddress parsed = IpAddress.tryParse(address.getHostAddress());
    assertThat(parsed).isEqualTo(IpAddress.of(address));
    assertThat(parsed).isEqualTo(IpAddress.tryParse("::ffff:" + address.getHostAddress()));
    assertThat(parsed.toInetAddress()).isEqualTo(address);
  }

  /** The other way round it is stricter: the platform reads {@code 1.2} as well. */
  @Property(tries = 20_000)
  void whatIsReadThePlatformReadsAsTheSame(
      @ForAll @CharRange(from = '0', to = '9') @StringLength(max = 20) String digits,
      @ForAll @Size(20) int[] places)
      throws UnknownHostException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      int place = Math.floorMod(places[i], 6);
      text.append(place == 0 ? "." : place < 3 ? ":" : "").append(digits.charAt(i));
    }
    IpAddress parsed = IpAddress.tryParse(text.toString());
    if (parsed != null) {
      assertThat(InetAddress.getByName(text.toString().toLowerCase(Locale.ROOT)))
          .isEqualTo(parsed.toInetAddress());
    }
  }
}
