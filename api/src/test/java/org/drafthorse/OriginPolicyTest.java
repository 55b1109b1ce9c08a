package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.drafthorse.engine.Requests;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 10.2, and RFC 6454: which pages may connect. */
class OriginPolicyTest {

  private static final String HOST = "example.com";

  private static boolean lets(OriginPolicy policy, String origin) {
    return policy.allows(Requests.fromOrigin(origin, HOST));
  }

  @Nested
  class SameHost {

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
      assertThat(lets(null, HOST)).isTrue();
    }

    @Test
    void keepsAPlainPageAwayFromASecureRequest() {
      Requests request = Requests.of(ProtocolVersion.V13).with("Host", HOST).secure();
      request.with("Origin", "http://example.com");
      assertThat(policy.allows(request.accepted())).isFalse();
      request.with("Origin", "https://example.com");
      assertThat(policy.allows(request.accepted())).isTrue();
    }

    @Test
    void readsTheHeaderOfTheVersion() {
      for (ProtocolVersion version : ProtocolVersion.values()) {
        Requests request = Requests.of(version).with("Host", HOST);
        assertThat(policy.allows(request.accepted())).as("%s", version).isTrue();
        request.with(version.originHeader(), "http://evil.org");
        assertThat(policy.allows(request.accepted())).as("%s", version).isFalse();
      }
    }
  }

  @Nested
  class Exact {

    private final OriginPolicy policy =
        OriginPolicy.exact("http://example.com", "HTTPS://a.Example:8443", "http://[::1]:80");

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://example.com",
          "http://example.com:80",
          "HTTP://Example.Com",
          "https://a.example:8443",
          "http://[::1]"
        })
    void letsInThoseItNames(String origin) {
      assertThat(lets(policy, origin)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
        strings = {
          "",
          "null",
          "http://example.com:8080",
          "https://example.com",
          "https://a.example",
          "https://a.example:443",
          "http://example.com.",
          "http://example.com/",
          "http://example.com.evil.org",
          "http://sub.example.com",
          "http://example.comm",
          "http://example.com:80@evil.org",
          "http://[::1]:81",
          "example.com"
        })
    void keepsAllOthersOut(String origin) {
      assertThat(lets(policy, origin)).isFalse();
    }

    @Test
    void nullHasToBeNamed() {
      assertThat(lets(OriginPolicy.exact("null"), "null")).isTrue();
      assertThat(lets(OriginPolicy.exact("null"), "NULL")).isFalse();
      assertThat(lets(OriginPolicy.exact("null"), null)).isFalse();
      assertThat(lets(OriginPolicy.exact("null"), "http://example.com")).isFalse();
    }

    @Test
    void aSchemeWithoutAPortOfItsOwnCanBeNamed() {
      OriginPolicy extension = OriginPolicy.exact("chrome-extension://abcdef");
      assertThat(lets(extension, "chrome-extension://abcdef")).isTrue();
      assertThat(lets(extension, "chrome-extension://abcdef:80")).isFalse();
    }
  }

  @Nested
  class Prefix {

    private final OriginPolicy policy =
        OriginPolicy.prefix("http://localhost", "https://example.com:8443", "http://b.example:80");

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://localhost",
          "http://localhost:80",
          "http://localhost:8080",
          "http://LOCALHOST:65535",
          "https://example.com:8443",
          "http://b.example"
        })
    void letsInWhatGoesOnAtABoundary(String origin) {
      assertThat(lets(policy, origin)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
        strings = {
          "http://localhost.evil.com",
          "http://localhost-evil.com",
          "http://localhostevil.com",
          "http://localhost.",
          "http://localhost/",
          "http://localhost:",
          "http://localhost:80.evil.com",
          "http://localhost@evil.com",
          "http://localhost:80@evil.com",
          "https://localhost",
          "https://example.com",
          "https://example.com:84430",
          "https://example.com:844",
          "http://b.example:8080",
          "null",
          ""
        })
    void keepsAllOthersOut(String origin) {
      assertThat(lets(policy, origin)).isFalse();
    }
  }

  @Nested
  class AnyNoneAndOr {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "127.0.0.1", "made up words", "file://", "http://evil.org"})
    void anyLetsEverybodyIn(String origin) {
      assertThat(lets(OriginPolicy.any(), origin)).isTrue();
    }

    @Test
    void noOriginIsForClientsThatAreNoBrowser() {
      assertThat(lets(OriginPolicy.noOrigin(), null)).isTrue();
      assertThat(lets(OriginPolicy.noOrigin(), "")).isFalse();
      assertThat(lets(OriginPolicy.noOrigin(), "null")).isFalse();
    }

    @Test
    void orLetsInWhomOneLetsIn() {
      OriginPolicy either =
          OriginPolicy.or(OriginPolicy.exact("http://a.example"), OriginPolicy.noOrigin());
      assertThat(lets(either, "http://a.example")).isTrue();
      assertThat(lets(either, null)).isTrue();
      assertThat(lets(either, "http://b.example")).isFalse();
      assertThat(lets(OriginPolicy.or(), null)).isFalse();
    }

    @Test
    void orDoesNotSeeALaterChangeOfItsArray() {
      OriginPolicy[] policies = {OriginPolicy.noOrigin()};
      OriginPolicy either = OriginPolicy.or(policies);
      policies[0] = OriginPolicy.any();
      assertThat(lets(either, "http://b.example")).isFalse();
    }
  }

  @Nested
  class MalformedSettings {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "any",
          "*",
          "http://*",
          "http://*.example.com",
          "example.com",
          "localhost:8080",
          "http://",
          "file://",
          "http://example.com/",
          "http://example.com/path",
          "http://user@example.com",
          "http://example.com:",
          "http://example.com:http",
          "http://example.com:0",
          "http://example.com:65536",
          "http://example.com,http://b.example",
          " http://example.com",
          "http://[::1"
        })
    void areRefusedByName(String setting) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OriginPolicy.exact("http://good.example", setting))
          .withMessageContaining(setting);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OriginPolicy.prefix("http://good.example", setting))
          .withMessageContaining(setting);
    }

    @Test
    void noneAtAllIsRefused() {
      assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.exact());
      assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.prefix());
      assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.prefix("null"));
      assertThatNullPointerException().isThrownBy(() -> OriginPolicy.exact((String) null));
    }
  }
}
