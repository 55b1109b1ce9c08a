package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four million characters, far more than a server lets in, take less than a second; if time grew
 * with their square, hours.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongHeadersTest {

  private static final int LENGTH = 4_000_000;

  private static String much(String piece) {
    return piece.repeat(LENGTH / piece.length());
  }

  private static void resolve(String name, String value) {
    Proxied request = Proxied.request().with(name, value);
    assertThat(request.route().client().isUnresolved()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "\\",
        "\\\"",
        "\"\\",
        "\\\\\"",
        ",",
        ";",
        "=",
        " ",
        "x",
        "for=10.0.0.1,",
        "for=10.0.0.1;",
        "for=\"10.0.0.1\",",
        "a=\"\\\\\";",
        "_",
        "for=",
        "1",
        ":",
        "[",
        "::"
      })
  void inWhicheverHeader(String piece) {
    resolve("Forwarded", much(piece));
    resolve("Forwarded", much(piece) + "for=10.0.0.2");
    resolve("Forwarded", "for=\"" + much(piece) + '"');
    resolve("Forwarded", "for=10.0.0.2;host=\"" + much(piece) + '"');
    resolve("X-Forwarded-For", much(piece));
    resolve("X-Forwarded-Host", much(piece));
    resolve("X-Forwarded-Proto", much(piece));
  }

  @Test
  void orInManyLines() {
    Proxied request = Proxied.request();
    for (int i = 0; i < 100_000; i++) {
      request.with("X-Forwarded-For", "10.0.0.1, 10.0.0.2");
    }
    assertThat(request.client()).isEqualTo("10.0.0.1:0");
  }
}
