package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;

import org.drafthorse.engine.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455, section 10.2: the default, pages of the request's own host. */
class SameHostPolicyTest {

  private final OriginPolicy policy = OriginPolicy.sameHost();

  private boolean lets(String origin, String host) {
    return policy.allows(Requests.fromOrigin(origin, host));
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com, example.com",
    "http://example.com:80, example.com",
    "http://example.com, example.com:80",
    "HTTP://EXAMPLE.com, Example.COM",
    "http://example.com:8080, example.com:8080",
    "https://example.com, example.com",
    "https://example.com:443, example.com",
    "https://example.com, example.com:443",
    "http://127.0.0.1:12345, 127.0.0.1:12345",
    "http://[::1], [::1]",
    "http://[2001:db8::1]:8080, [2001:DB8::1]:8080"
  })
  void letsInThePagesOfTheHost(String origin, String host) {
    assertThat(lets(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com.evil.org, example.com",
    "http://evil-example.com, example.com",
    "http://evilexample.com, example.com",
    "http://sub.example.com, example.com",
    "http://example.co, example.com",
    "http://com, example.com",
    "http://example.com., example.com",
    "http://example.com/, example.com",
    "http://example.com:8080, example.com",
    "http://example.com, example.com:8080",
    "http://example.com:443, example.com",
    "https://example.com:80, example.com",
    "https://example.com, example.com:80",
    "http://example.com@evil.org, example.com",
    "http://evil.org@example.com, example.com",
    "http://evil.org#example.com, example.com",
    "http://evil.org?example.com, example.com",
    "http://evil.org\\example.com, example.com",
    "http://example.com evil.org, example.com",
    "http://example.com:80:80, example.com",
    "http://example.com:, example.com",
    "http://example.com:080, example.com",
    "http://example.com:0, example.com",
    "http://example.com:65616, example.com:80",
    "http://example.com:+80, example.com",
    "http:/example.com, example.com",
    "//example.com, example.com",
    "example.com, example.com",
    "ftp://example.com, example.com",
    "ws://example.com, example.com",
    "file://example.com, example.com",
    "chrome-extension://example.com, example.com",
    "file://, example.com",
    "null, example.com",
    "'', example.com",
    "made up words, example.com",
    "http://[::1, [::1",
    "http://[]:80, []:80",
    "http://[::1]x, [::1]x",
    "http://::1, ::1",
    "http://[::2], [::1]",
    "http://, example.com",
    "://example.com, example.com"
  })
  void keepsAllOthersOut(String origin, String host) {
    assertThat(lets(origin, host)).isFalse();
  }

  @Test
  void letsInWhoSendsNoOrigin() {
    assertThat(lets(null, "example.com")).isTrue();
  }

  @Test
  void keepsAPlainPageAwayFromASecureRequest() {
    Requests request = Requests.of(ProtocolVersion.V13).with("Host", "example.com").secure();
    request.with("Origin", "http://example.com");
    assertThat(policy.allows(request.accepted())).isFalse();
    request.with("Origin", "https://example.com");
    assertThat(policy.allows(request.accepted())).isTrue();
  }

  @Test
  void readsTheHeaderOfTheVersion() {
    for (ProtocolVersion version : ProtocolVersion.values()) {
      Requests request = Requests.of(version).with("Host", "example.com");
      assertThat(policy.allows(request.accepted())).as("%s", version).isTrue();
      request.with(version.originHeader(), "http://evil.org");
      assertThat(policy.allows(request.accepted())).as("%s", version).isFalse();
    }
  }
}
