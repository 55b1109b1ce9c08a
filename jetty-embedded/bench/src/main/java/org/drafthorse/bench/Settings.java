package org.drafthorse.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** What to measure, how often and how long. */
record Settings(
    List<Contender> servers,
    List<Scenario> scenarios,
    int rounds,
    long warmUpMillis,
    long windowMillis,
    String heap,
    Path directory,
    UnaryOperator<Shape> change) {

  private static final long LOAD_MILLIS = 1_000;
  private static final long SERVER_MILLIS = 6_000;

  static final List<String> LOAD_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  /** The same for all servers: one collector, all of the heap resident from the start. */
  List<String> serverFlags() {
    return List.of(
        "-Xms" + heap,
        "-Xmx" + heap,
        "-XX:+UseParallelGC",
        "-XX:+AlwaysPreTouch",
        // A compiler thread that ends would take its time out of the account.
        "-XX:-UseDynamicNumberOfCompilerThreads");
  }

  /** About how long all of it takes: there are processes to start and connections to close, too. */
  Duration estimate() {
    long each = scenarios.size() * (warmUpMillis + windowMillis + LOAD_MILLIS) + SERVER_MILLIS;
    return Duration.ofMillis(each * rounds * servers.size());
  }

  /** How large that load is made. */
  Shape shape(Scenario scenario) {
    return change.apply(scenario.shape());
  }

  Path logs() {
    return directory.resolve("logs");
  }
}
