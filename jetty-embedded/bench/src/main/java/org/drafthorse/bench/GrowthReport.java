package org.drafthorse.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What growing things cost, as tables in Markdown. */
final class GrowthReport {

  private final Contender server;
  private final Settings settings;
  private final Map<Growth, Map<Integer, List<Map<Metric, Double>>>> rounds =
      new EnumMap<>(Growth.class);
  private final List<String> failures = new ArrayList<>();

  GrowthReport(Contender server, Settings settings) {
    this.server = server;
    this.settings = settings;
  }

  void add(Growth growth, int step, Map<Metric, Double> values) {
    rounds
        .computeIfAbsent(growth, g -> new TreeMap<>())
        .computeIfAbsent(step, s -> new ArrayList<>())
        .add(values);
  }

  void addFailure(Growth growth, int step, String reason) {
    failures.add("- " + growth + ", " + step + ": " + reason.strip().replaceAll("\\s+", " "));
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# What grows: " + server);
    lines.add("");
    lines.add(Report.conditions(settings));
    rounds.forEach((growth, steps) -> table(growth, steps, lines));
    if (hasFailures()) {
      lines.add("");
      lines.add("## Not measured");
      lines.add("");
      lines.addAll(failures);
    }
    return String.join("\n", lines) + "\n";
  }

  private static void table(
      Growth growth, Map<Integer, List<Map<Metric, Double>>> steps, List<String> lines) {
    lines.add("");
    lines.add("## " + growth.title());
    lines.add("");
    MarkdownTable table = new MarkdownTable();
    List<String> head = new ArrayList<>(List.of(growth.id(), Metric.CPU.title(), "least..most"));
    if (growth.unit() != null) {
      head.add("CPU ns per " + growth.unit());
    }
    head.addAll(List.of(Metric.ALLOCATED.title(), Metric.P50.title()));
    table.row(head);
    steps.forEach(
        (step, values) -> {
          double[] cpu = sorted(values, Metric.CPU);
          List<String> row = new ArrayList<>();
          row.add(String.format(Locale.ROOT, "%,d", step));
          row.add(median(values, Metric.CPU));
          row.add(Metric.CPU.format(cpu[0]) + ".." + Metric.CPU.format(cpu[cpu.length - 1]));
          if (growth.unit() != null) {
            row.add(String.format(Locale.ROOT, "%,.2f", Results.median(cpu) * 1000 / step));
          }
          row.add(median(values, Metric.ALLOCATED));
          row.add(median(values, Metric.P50));
          table.row(row);
        });
    lines.addAll(table.lines());
  }

  private static String median(List<Map<Metric, Double>> values, Metric metric) {
    return metric.format(Results.median(sorted(values, metric)));
  }

  private static double[] sorted(List<Map<Metric, Double>> values, Metric metric) {
    return values.stream().mapToDouble(each -> each.getOrDefault(metric, 0.0)).sorted().toArray();
  }
}
