package org.drafthorse.bench;

import java.nio.file.Path;
import java.util.List;

/** What to measure, how often and how long. */
record Settings(
    List<Contender> servers,
    List<Scenario> scenarios,
    int rounds,
    long warmUpMillis,
    long windowMillis,
    Path directory) {

  /** The same for all servers: one collector, all of the heap resident from the start. */
  static final List<String> SERVER_FLAGS =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-XX:+UseParallelGC",
          "-XX:+AlwaysPreTouch",
          // A compiler thread that ends would take its time out of the account.
          "-XX:-UseDynamicNumberOfCompilerThreads");

  static final List<String> LOAD_FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

  Path logs() {
    return directory.resolve("logs");
  }
}
