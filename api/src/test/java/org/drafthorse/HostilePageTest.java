package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published table of attacks, against the tests that there are. */
class HostilePageTest {

  private static final Path PAGE = Path.of("HOSTILE.md");
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");

  private record Row(String name, String where, List<String> tests) {
    static Row of(String line) {
      List<String> cells =
          Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
      return new Row(cells.get(0), cells.get(4), classes(cells.get(5)));
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| T"))
        .map(Row::of)
        .toList();
  }

  private static List<String> classes(String text) {
    return CLASS.matcher(text).results().map(each -> each.group(1)).toList();
  }

  /** The test classes of the modules that stand beside each other, and their modules. */
  private static Map<String, String> testClasses() throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String module : List.of("api", "servlet-adapter", "jetty-embedded")) {
      try (Stream<Path> all = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        all.map(each -> each.getFileName().toString())
            .filter(each -> each.endsWith(".java"))
            .forEach(each -> found.put(each.replace(".java", ""), module));
      }
    }
    return found;
  }

  @Test
  void thereIsARowForEach() throws IOException {
    assertThat(rows())
        .extracting(Row::name)
        .isEqualTo(IntStream.rangeClosed(1, 31).mapToObj(i -> "T" + i).toList());
  }

  @Test
  void everyClassThatItNamesIsThere() throws IOException {
    List<String> named = classes(Files.readString(PAGE));
    assertThat(named).isNotEmpty();
    assertThat(testClasses().keySet()).containsAll(new TreeSet<>(named));
  }

  /** Cases and what is outside of api runs over transports. */
  @Test
  void whatIsSaidToRunOverBothTransportsIsNotTestedInMemoryAlone() throws IOException {
    Map<String, String> modules = testClasses();
    for (Row each : rows()) {
      assertThat(each.where()).isIn("both", "in memory");
      if (each.where().equals("both")) {
        assertThat(each.tests())
            .as(each.name())
            .anyMatch(
                test -> test.endsWith("Cases") || !"api".equals(modules.getOrDefault(test, "api")));
      }
    }
  }
}
