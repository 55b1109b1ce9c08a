package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.drafthorse.engine.Requests;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 10.2, and RFC 6454: which pages may connect. */
class OriginPolicyTest {

  private static final String HOST = "example.com";

  private static boolean lets(OriginPolicy policy, String origin) {
    return policy.allows(Requests.fromOrigin(origin, HOST));
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
