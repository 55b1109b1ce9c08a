package org.drafthorse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** All that was measured, and what could not be. */
final class Results {

  /** One value. */
  record Sample(int round, Contender server, Scenario scenario, Metric metric, double value) {}

  /** A load that a server did not get through. */
  record Failure(int round, Contender server, Scenario scenario, String reason) {}

  private final List<Sample> samples = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  void add(int round, Contender server, Scenario scenario, Metric metric, double value) {
    samples.add(new Sample(round, server, scenario, metric, value));
  }

  void addFailure(int round, Contender server, Scenario scenario, String reason) {
    failures.add(new Failure(round, server, scenario, reason));
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** What the rounds came to, in ascending order. */
  double[] values(Contender server, Scenario scenario, Metric metric) {
    return samples.stream()
        .filter(s -> s.server == server && s.scenario == scenario && s.metric == metric)
        .mapToDouble(Sample::value)
        .sorted()
        .toArray();
  }

  /** The median of the rounds, if there was any. */
  OptionalDouble median(Contender server, Scenario scenario, Metric metric) {
    double[] sorted = values(server, scenario, metric);
    return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(sorted));
  }

  /** The median of values in ascending order. */
  static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The servers that have values for that load, in the order of the tables. */
  List<Contender> servers(Scenario scenario) {
    return samples.stream()
        .filter(each -> each.scenario == scenario)
        .map(Sample::server)
        .distinct()
        .sorted()
        .toList();
  }

  List<Scenario> scenarios() {
    return samples.stream().map(Sample::scenario).distinct().sorted().toList();
  }

  /** Every value as a line. */
  void writeCsv(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("round,server,scenario,metric,value");
    for (Sample each : samples) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d,%s,%s,%s,%.3f",
              each.round,
              each.server,
              each.scenario,
              each.metric.title(),
              each.value));
    }
    Files.write(file, lines);
  }
}
