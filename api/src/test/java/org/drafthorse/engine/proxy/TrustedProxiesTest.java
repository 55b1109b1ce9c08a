package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word counts, and which. */
class TrustedProxiesTest {

  private static final String DISAGREE = "Forwarded and X-Forwarded-* do not say the same";

  private static Proxied lying(Proxied request) {
    return request
        .with("Forwarded", "for=9.9.9.9;proto=https;host=forged")
        .with("X-Forwarded-For", "9.9.9.9")
        .with("X-Forwarded-Proto", "https")
        .with("X-Forwarded-Host", "forged")
        .with("X-Forwarded-Port", "666");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"203.0.113.1", "11.0.0.1", "2001:db8::1", "::10.0.0.1", "a.name", "unknown"})
  void nobodyElsesHeadersAreLookedAt(String peer) {
    Proxied request = lying(Proxied.request()).from(peer);
    assertThat(request.route().client().getHostString())
        .isEqualTo(
            IpAddress.tryParse(peer) == null ? peer : request.route().client().getHostString());
    assertThat(request.told()).endsWith(":40000 http://on.the.wire");
    assertThat(request.doubts()).isEmpty();
  }

  @Test
  void byDefaultNobodyIsTrusted() {
    for (String peer : List.of("127.0.0.1", "::1", "10.0.0.1")) {
      assertThat(lying(Proxied.trusting()).from(peer).told())
          .endsWith(":40000 http://on.the.wire")
          .doesNotContain("9.9.9.9");
    }
  }

  @Test
  void aPeerIsTheSameInVersion4AndMapped() {
    for (String range : List.of("127.0.0.1", "::ffff:127.0.0.1", "127.0.0.0/8")) {
      assertThat(lying(Proxied.trusting(range)).from("::ffff:127.0.0.1").told())
          .startsWith("9.9.9.9:0 https://");
    }
  }

  @Test
  void withoutHeadersTheProxyIsTheClient() {
    assertThat(Proxied.request().told()).isEqualTo("10.0.0.1:40000 http://on.the.wire");
    assertThat(Proxied.request().overTls().told()).isEqualTo("10.0.0.1:40000 https://on.the.wire");
  }

  @Test
  void whatBothFamiliesSayCounts() {
    Proxied request =
        Proxied.request()
            .with("Forwarded", "for=\"1.2.3.4:5678\";proto=https;host=A.example")
            .with("X-Forwarded-For", "9.9.9.9, 1.2.3.4")
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "a.example");
    assertThat(request.told()).isEqualTo("1.2.3.4:0 https://A.example");
    assertThat(request.doubts()).isEmpty();
  }

  /** One of the two was written by the proxy, the other by the client: nobody knows which. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=9.9.9.9                 | 1.2.3.4          | http  | 10.0.0.1:40000 http://on.the.wire",
        "for=1.2.3.4                 | 9.9.9.9          | http  | 10.0.0.1:40000 http://on.the.wire",
        "for=1.2.3.4;proto=https     | 1.2.3.4          | http  | 1.2.3.4:0 http://on.the.wire",
        "for=1.2.3.4;proto=http      | 1.2.3.4          | https | 1.2.3.4:0 http://on.the.wire",
        "for=1.2.3.4;proto=https;host=forged | 1.2.3.4  | https | 1.2.3.4:0 https://on.the.wire",
        "proto=https                 | 1.2.3.4          | https | 10.0.0.1:40000 https://on.the.wire",
        "nonsense                    | 1.2.3.4          | https | 10.0.0.1:40000 http://on.the.wire",
        "for=1.2.3.4;proto=https     | nonsense         | https | 10.0.0.1:40000 https://on.the.wire"
      })
  void whatOneOfThemSaysAloneDoesNot(
      String forwarded, String forwardedFor, String scheme, String told) {
    Proxied request =
        Proxied.request()
            .with("Forwarded", forwarded)
            .with("X-Forwarded-For", forwardedFor)
            .with("X-Forwarded-Proto", scheme);
    assertThat(request.told()).isEqualTo(told);
    assertThat(request.doubts()).containsExactly(DISAGREE);
  }

  /** A proxy writes one kind of header and hands on another that the client made up. */
  @Test
  void aHeaderOfTheOtherFamilyBringsNothingIn() {
    for (String name : List.of("X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port")) {
      Proxied request =
          Proxied.request()
              .with("Forwarded", "for=1.2.3.4;proto=http;host=a.example")
              .with(
                  name, name.endsWith("Proto") ? "https" : name.endsWith("Host") ? "forged" : "1");
      assertThat(request.told())
          .startsWith("10.0.0.1:40000 http://")
          .doesNotContain("forged", "https", "wire:1");
      assertThat(request.doubts()).containsExactly(DISAGREE);
    }
    Proxied request =
        Proxied.request().with("X-Forwarded-Proto", "http").with("Forwarded", "for=9.9.9.9;host=b");
    assertThat(request.told()).isEqualTo("10.0.0.1:40000 http://on.the.wire");
  }
}
