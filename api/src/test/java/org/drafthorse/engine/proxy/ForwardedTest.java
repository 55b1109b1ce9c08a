package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7239, from a peer that is trusted. */
class ForwardedTest {

  private static Proxied forwarded(String... values) {
    Proxied request = Proxied.request();
    for (String each : values) {
      request.with("Forwarded", each);
    }
    return request;
  }

  /** Sections 4 and 6: the RFC's examples and what else the grammar allows. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "for=192.0.2.43                             | 192.0.2.43:0 http://on.the.wire",
        "for=\"192.0.2.43\"                         | 192.0.2.43:0 http://on.the.wire",
        "for=\"192.0.2.43:47011\"                   | 192.0.2.43:47011 http://on.the.wire",
        "for=192.0.2.43:47011                       | 192.0.2.43:47011 http://on.the.wire",
        "for=\"192.0.2.43:_port\"                   | 192.0.2.43:0 http://on.the.wire",
        "For=\"[2001:db8:cafe::17]:4711\"           | [2001:db8:cafe:0:0:0:0:17]:4711"
            + " http://on.the.wire",
        "for=\"[2001:db8::1]\"                      | [2001:db8:0:0:0:0:0:1]:0 http://on.the.wire",
        "for=[2001:db8::1]                          | [2001:db8:0:0:0:0:0:1]:0 http://on.the.wire",
        "for=\"::ffff:192.0.2.43\"                  | 192.0.2.43:0 http://on.the.wire",
        "for=192.0.2.60;proto=http;by=203.0.113.43  | 192.0.2.60:0 http://on.the.wire",
        "PROTO=HTTPS;FOR=192.0.2.60;Host=a.example  | 192.0.2.60:0 https://a.example",
        "host=\"a.example:8443\";proto=wss;for=1.2.3.4 | 1.2.3.4:0 https://a.example:8443",
        "host=\"[2001:db8::1]:80\";for=1.2.3.4      | 1.2.3.4:0 http://[2001:db8::1]:80",
        ";for=1.2.3.4;;proto=https;                 | 1.2.3.4:0 https://on.the.wire",
        "for=1.2.3.4 ; proto=https                  | 1.2.3.4:0 https://on.the.wire",
        "for=1.2.3.4;x=\"a,b;for=\\\"9.9.9.9\\\"\\\\\";proto=https | 1.2.3.4:0 https://on.the.wire",
        "f\\or=1.2.3.4;for=\"\\1.2\\.3.4\"          | 1.2.3.4:0 http://on.the.wire",
        "for=9.9.9.9, for=1.2.3.4                   | 1.2.3.4:0 http://on.the.wire",
        "for=9.9.9.9;proto=https;host=b,for=1.2.3.4 | 1.2.3.4:0 http://on.the.wire"
      })
  void theLastElementTellsAllAboutTheClient(String value, String told) {
    Proxied request = forwarded(value);
    assertThat(request.told()).isEqualTo(told);
    assertThat(request.doubts()).isEmpty();
  }

  @Test
  void trustedProxiesAreFollowedToTheLeftUpToTheFirstOtherAddress() {
    Proxied request =
        forwarded(
            "for=9.9.9.9;proto=http;host=forged",
            "for=203.0.113.7;proto=https;host=outer.example, for=10.0.0.3;host=middle",
            "for=\"[fd00::2]:99\";proto=http;host=inner");
    assertThat(request.told()).isEqualTo("203.0.113.7:0 https://outer.example");
    assertThat(request.doubts()).isEmpty();
  }

  @Test
  void whereAllAreTrustedTheClientIsTheFirst() {
    assertThat(forwarded("for=10.0.0.9;proto=https", "for=10.0.0.2;proto=http").told())
        .isEqualTo("10.0.0.9:0 https://on.the.wire");
  }

  @Test
  void schemeAndHostAreTheOutermostTrustedProxysOrNobodys() {
    assertThat(forwarded("for=1.2.3.4, for=10.0.0.2;proto=https;host=inner").told())
        .isEqualTo("1.2.3.4:0 http://on.the.wire");
    assertThat(forwarded("for=1.2.3.4").overTls().told())
        .isEqualTo("1.2.3.4:0 https://on.the.wire");
    assertThat(forwarded("for=1.2.3.4;proto=http").overTls().told())
        .isEqualTo("1.2.3.4:0 http://on.the.wire");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unknown", "\"unknown\"", "UNKNOWN", "_hidden", "\"_a.b-c_1:_9\"", "_x:80"})
  void whoIsHiddenIsSomebodyBehindTheLastKnownProxy(String node) {
    Proxied request = forwarded("for=9.9.9.9", "for=" + node + ";proto=https, for=10.0.0.2");
    assertThat(request.told()).isEqualTo("10.0.0.2:0 https://on.the.wire");
    assertThat(request.doubts()).isEmpty();
    assertThat(forwarded("for=9.9.9.9, for=" + node).told())
        .isEqualTo("10.0.0.1:40000 http://on.the.wire");
  }

  @Test
  void anElementWithoutAnAddressHidesItToo() {
    assertThat(forwarded("for=9.9.9.9, proto=https;host=a.example").told())
        .isEqualTo("10.0.0.1:40000 https://a.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for",
        "for=",
        "=1.2.3.4",
        "for==1.2.3.4",
        "for =1.2.3.4",
        "for= 1.2.3.4",
        "for=1.2.3.4 x",
        "for=\"1.2.3.4",
        "for=1.2.3.4\"",
        "\"",
        "\"\"",
        "for=\"\"",
        "for=\"1.2.3.4\"x",
        "for=1.2.3.4;for=1.2.3.4",
        "for=1.2.3.4;FOR=5.6.7.8",
        "for=1.2.3.4;proto=a;proto=b",
        ",",
        ";",
        "for=1.2.3.4,",
        "for=1.2.3.4, ;",
        "for=example.com",
        "for=example.com;proto=https;host=forged",
        "for=1.2.3",
        "for=1.2.3.4:",
        "for=1.2.3.4:0",
        "for=1.2.3.4:65536",
        "for=1.2.3.4:8o",
        "for=\"[1.2.3.4]\"",
        "for=\"[::1\"",
        "for=\"[::1]80\"",
        "for=\"[::1]:\"",
        "for=\"[]\"",
        "for=_",
        "for=_\u00e4",
        "for=\"_ \"",
        "for=1.2.3.4;x=\"\\\"",
        "by=\"a\\\\\\\";for=1.2.3.4",
        "for=1.2.3.4:_",
        "for=[::1]:99999",
        "for=\"1.2.3.4,5.6.7.8\""
      })
  void aMalformedElementCountsForNothing(String value) {
    Proxied request = forwarded("for=9.9.9.9;proto=https;host=forged", value);
    assertThat(request.told()).isEqualTo("10.0.0.1:40000 http://on.the.wire");
    assertThat(request.doubts()).containsExactly("Forwarded has a malformed element");
  }

  @Test
  void leftOfAMalformedElementTheLastProxyIsCertain() {
    Proxied request = forwarded("for=9.9.9.9, for, for=\"10.0.0.2:7\";proto=https");
    assertThat(request.told()).isEqualTo("10.0.0.2:7 https://on.the.wire");
    assertThat(request.doubts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp", "\"http://\"", "h", "\"https,http\"", "\"https \""})
  void aSchemeThatIsNoneOfTheWebIsNotBelieved(String scheme) {
    Proxied request = forwarded("for=1.2.3.4;proto=" + scheme);
    assertThat(request.told()).isEqualTo("1.2.3.4:0 http://on.the.wire");
    assertThat(request.doubts()).containsExactly("the scheme is none of the web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a/b",
        "a\\\\b",
        "a@b",
        "a?b",
        "a#b",
        ":80",
        "a:",
        "a:0",
        "a:65536",
        "a:b",
        "a:80:80",
        "[::1",
        "[::1]x",
        "[::1]:",
        "[1.2.3.4]",
        "[]",
        "a\\\"b",
        "<a>",
        "a\tb",
        "a%00b",
        "a,b",
        "\u00e4.example",
        " a"
      })
  void aHostThatIsNoneIsNotBelieved(String host) {
    Proxied request = forwarded("for=1.2.3.4;host=\"" + host + "\"");
    assertThat(request.told()).isEqualTo("1.2.3.4:0 http://on.the.wire");
    assertThat(request.doubts()).containsExactly("the host is malformed");
  }

  @Test
  void ofSeveralDoubtsOneIsSaid() {
    assertThat(forwarded("for=1.2.3.4;host=\"/\";proto=ftp").told()).startsWith("1.2.3.4:0");
    Proxied request = forwarded("for, for=10.0.0.3;host=\"/\";proto=ftp");
    assertThat(request.told()).isEqualTo("10.0.0.3:0 http://on.the.wire");
    assertThat(request.doubts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void anEmptyHeaderSaysNothing(String value) {
    Proxied request = forwarded(value).with("X-Forwarded-For", "1.2.3.4");
    assertThat(request.client()).isEqualTo("1.2.3.4:0");
    assertThat(request.doubts()).isEmpty();
  }
}
