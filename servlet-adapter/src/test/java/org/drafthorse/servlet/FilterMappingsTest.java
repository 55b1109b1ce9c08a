package org.drafthorse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jakarta Servlet, section 12.2: which paths a mapping covers. */
final class FilterMappingsTest {

  @ParameterizedTest(name = "{0} covers {1}")
  @CsvSource({
    "/*, /echo",
    "/*, /",
    "/echo, /echo",
    "/ws/*, /ws",
    "/ws/*, /ws/",
    "/ws/*, /ws/a/b",
    "*.ws, /a/echo.ws",
    "'', /"
  })
  void itCovers(String pattern, String path) {
    assertThat(complaint(List.of("/other", pattern), path)).isNull();
  }

  @ParameterizedTest(name = "{0} does not cover {1}")
  @CsvSource({
    "/ws/*, /echo",
    "/ws/*, /wss",
    "/ws/*, /a/ws/b",
    "/ws, /ws/a",
    "*.ws, /ws",
    "/, /echo",
    "'', /echo"
  })
  void itDoesNotCover(String pattern, String path) {
    assertThat(complaint(List.of(pattern), path))
        .isEqualTo("It is mapped to " + pattern + " only: no client can reach " + path);
  }

  @Test
  void allThatIsMissedIsInOneLine() {
    assertThat(complaint(List.of("/b", "/a"), "/d", "/a", "/c"))
        .isEqualTo("It is mapped to /a, /b only: no client can reach /c, /d");
  }

  @Test
  void withoutAnyMappingAllIsMissed() {
    assertThat(complaint(List.of(), "/a"))
        .isEqualTo("It has no filter-mapping: no client can reach /a");
  }

  private static String complaint(List<String> patterns, String... paths) {
    return new FilterMappings("It", false, patterns).complaint(List.of(paths));
  }
}
