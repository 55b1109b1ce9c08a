package org.drafthorse.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which tests a build has left out: noted by the tests of each module, a line for each test, and
 * summed up by the last one. The records carry the build's own mark, since {@code target} may hold
 * those of another one.
 */
public final class LeftOut {

  /** Relative to the module. */
  static final Path FILE = Path.of("target", "left-out.tsv");

  /** The system property that is the build's mark. */
  static final String BUILD = "drafthorse.build";

  /** A module within a module: {@code jetty-embedded/bench/target/left-out.tsv}. */
  private static final int DEEPEST = 4;

  private LeftOut() {}

  /**
   * Prints the summary when this JVM ends. Run in Maven's own, that is behind its last line.
   *
   * @param args the directory of all modules; the build's mark
   */
  public static void main(String[] args) throws IOException {
    List<String> lines = summary(Path.of(args[0]), args[1]);
    if (!lines.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new LastWords(String.join("\n", lines)));
    }
  }

  static void note(Path file, String build, String suite, String missing) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          String.join("\t", build, suite, missing) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if nothing was left out. */
  static List<String> summary(Path modules, String build) throws IOException {
    Map<String, Integer> suites = new TreeMap<>();
    for (String line : records(modules)) {
      String[] words = line.split("\t", 3);
      if (words[0].equals(build)) {
        suites.merge(words[1] + " for want of " + words[2], 1, Integer::sum);
      }
    }
    if (suites.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("Left out, as programs are missing that .ci/run installs:");
    suites.forEach(
        (suite, tests) ->
            lines.add("  " + tests + (tests == 1 ? " test of " : " tests of ") + suite));
    return lines;
  }

  private static List<String> records(Path modules) throws IOException {
    List<String> records = new ArrayList<>();
    try (Stream<Path> files =
        Files.find(modules, DEEPEST, (file, attributes) -> file.endsWith(FILE))) {
      for (Path each : files.toList()) {
        records.addAll(Files.readAllLines(each));
      }
    }
    return records;
  }

  private static final class LastWords extends Thread {
    private final String text;

    LastWords(String text) {
      // Not the group of a main() run by Maven: it is destroyed then, and starts no thread any
      // more.
      super(Thread.currentThread().getThreadGroup().getParent(), "left out");
      this.text = text;
    }

    @Override
    public void run() {
      System.out.println(text);
    }
  }
}
