package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that were there before RFC 7239, from a peer that is trusted. */
class XForwardedTest {

  private static Proxied forwardedFor(String... values) {
    Proxied request = Proxied.request();
    for (String each : values) {
      request.with("X-Forwarded-For", each);
    }
    return request;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3.4                        | 1.2.3.4:0",
        "1.2.3.4:5678                   | 1.2.3.4:5678",
        "2001:db8::1                    | [2001:db8:0:0:0:0:0:1]:0",
        "[2001:db8::1]                  | [2001:db8:0:0:0:0:0:1]:0",
        "[2001:db8::1]:5678             | [2001:db8:0:0:0:0:0:1]:5678",
        "::ffff:1.2.3.4                 | 1.2.3.4:0",
        "9.9.9.9, 1.2.3.4               | 1.2.3.4:0",
        "9.9.9.9,1.2.3.4,10.0.0.2       | 1.2.3.4:0",
        "9.9.9.9 , 1.2.3.4 , fd00::1 , 10.1.2.3 | 1.2.3.4:0",
        "10.0.0.9, 10.0.0.2             | 10.0.0.9:0",
        "not an address, 1.2.3.4        | 1.2.3.4:0",
        "1.2.3.4, unknown               | 10.0.0.1:40000",
        "1.2.3.4, unknown, 10.0.0.2     | 10.0.0.2:0"
      })
  void theClientIsTheLastAddressThatIsNotTrusted(String value, String client) {
    Proxied request = forwardedFor(value);
    assertThat(request.told()).isEqualTo(client + " http://on.the.wire");
    assertThat(request.doubts()).isEmpty();
  }

  @Test
  void linesAreOneList() {
    assertThat(forwardedFor("9.9.9.9", "8.8.8.8, 1.2.3.4", "10.0.0.2", "10.0.0.3").client())
        .isEqualTo("1.2.3.4:0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "1.2.3.4,",
        "1.2.3.4, ,10.0.0.2",
        "localhost",
        "1.2.3.4.",
        "1.2.3.4 5.6.7.8",
        "\"1.2.3.4\"",
        "1.2.3.4:x",
        "for=1.2.3.4",
        "unix:",
        "1.2.3.4;5.6.7.8",
        "-",
        "[1.2.3.4]"
      })
  void aMalformedElementCountsForNothing(String value) {
    Proxied request = forwardedFor("9.9.9.9", value);
    assertThat(request.client()).isIn("10.0.0.1:40000", "10.0.0.2:0");
    assertThat(request.doubts()).containsExactly("X-Forwarded-* has a malformed element");
  }

  @Test
  void anEmptyLineBehindAListHidesTheClientInsteadOfGivingTheListToIt() {
    Proxied request = forwardedFor("9.9.9.9", "");
    assertThat(request.client()).isEqualTo("10.0.0.1:40000");
    assertThat(request.doubts()).hasSize(1);
  }

  @Test
  void aSingleSchemeAndHostCountHoweverManyAddressesThereAre() {
    Proxied request =
        forwardedFor("9.9.9.9, 8.8.8.8, 1.2.3.4, 10.0.0.2")
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "a.example:8443");
    assertThat(request.told()).isEqualTo("1.2.3.4:0 https://a.example:8443");
  }

  /** The client sent one of each, and made its list of addresses as long as it needed. */
  @ParameterizedTest
  @ValueSource(strings = {"1.2.3.4", "9.9.9.9, 1.2.3.4", "9.9.9.9, 1.2.3.4, 10.0.0.2"})
  void ofSeveralSchemesAndHostsTheLastCounts(String addresses) {
    Proxied list =
        forwardedFor(addresses)
            .with("X-Forwarded-Proto", "https, http")
            .with("X-Forwarded-Host", "forged.example, a.example")
            .with("X-Forwarded-Port", "666, 8080");
    assertThat(list.told()).isEqualTo("1.2.3.4:0 http://a.example:8080");
    Proxied lines =
        forwardedFor(addresses)
            .with("X-Forwarded-Proto", "http")
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "forged.example")
            .with("X-Forwarded-Host", "a.example");
    assertThat(lines.told()).isEqualTo("1.2.3.4:0 https://a.example");
  }

  @Test
  void anEmptyLastValueSaysNothing() {
    Proxied request =
        forwardedFor("1.2.3.4")
            .with("X-Forwarded-Proto", "https,")
            .with("X-Forwarded-Host", "forged.example, ")
            .with("X-Forwarded-Port", "666")
            .with("X-Forwarded-Port", "");
    assertThat(request.told()).isEqualTo("1.2.3.4:0 http://on.the.wire");
    assertThat(request.doubts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http, a.example, 8080, http://a.example:8080",
    "http, a.example, 80, http://a.example",
    "https, a.example, 443, https://a.example",
    "https, a.example, 80, https://a.example:80",
    "http, a.example:81, 8080, http://a.example:81",
    "http, [2001:db8::1], 8080, http://[2001:db8::1]:8080",
    "https, , 8443, https://on.the.wire:8443",
    "https, , 443, https://on.the.wire",
    ", a.example, 443, http://a.example:443"
  })
  void thePortCompletesAHostThatNamesNone(String scheme, String host, String port, String told) {
    Proxied request = forwardedFor("1.2.3.4").with("X-Forwarded-Port", port);
    if (scheme != null) {
      request.with("X-Forwarded-Proto", scheme);
    }
    if (host != null) {
      request.with("X-Forwarded-Host", host);
    }
    assertThat(request.told()).isEqualTo("1.2.3.4:0 " + told);
    assertThat(request.doubts()).isEmpty();
  }

  @Test
  void schemeAndHostCountWithoutAnAddressToo() {
    Proxied request =
        Proxied.request().with("X-Forwarded-Proto", "wss").with("X-Forwarded-Host", "a.example");
    assertThat(request.told()).isEqualTo("10.0.0.1:40000 https://a.example");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto, gopher, the scheme is none of the web",
    "X-Forwarded-Proto, https/1.1, the scheme is none of the web",
    "X-Forwarded-Host, a b, the host is malformed",
    "X-Forwarded-Host, http://a, the host is malformed",
    "X-Forwarded-Port, 0, the host is malformed",
    "X-Forwarded-Port, 65536, the host is malformed",
    "X-Forwarded-Port, eighty, the host is malformed"
  })
  void whatIsMalformedIsAsOnTheWire(String name, String value, String doubt) {
    Proxied request = forwardedFor("1.2.3.4").with(name, value);
    assertThat(request.told()).isEqualTo("1.2.3.4:0 http://on.the.wire");
    assertThat(request.doubts()).containsExactly(doubt);
  }
}
