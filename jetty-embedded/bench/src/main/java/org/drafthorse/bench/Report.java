package org.drafthorse.bench;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The results as tables in Markdown, which a console shows as well. */
final class Report {

  private final Results results;
  private final Settings settings;
  private final List<String> lines = new ArrayList<>();

  private Report(Results results, Settings settings) {
    this.results = results;
    this.settings = settings;
  }

  static String of(Results results, Settings settings) {
    Report report = new Report(results, settings);
    report.head();
    report.changes();
    report.overview();
    results.scenarios().forEach(report::details);
    report.failures();
    return String.join("\n", report.lines) + "\n";
  }

  private void head() {
    lines.add("# Servers side by side");
    lines.add("");
    lines.add(conditions(settings));
    lines.add("");
    lines.add(
        "A heading says connections x messages in flight x payload. CPU is the server's user and"
            + " system time per message"
            + (ServerMeters.leavesCompilerOut()
                ? ", without the JIT compiler's threads."
                : ", the JIT compiler's threads included: this system does not tell them apart."));
  }

  /** Where and how it was measured. */
  static String conditions(Settings settings) {
    return String.format(
        Locale.ROOT,
        "%s, %s %s, %d processors, Java %s (%s), rounds: %d, %d ms each behind %d ms of"
            + " warm-up; server flags %s.",
        LocalDate.now(ZoneId.systemDefault()),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        System.getProperty("java.vm.name"),
        settings.rounds(),
        settings.windowMillis(),
        settings.warmUpMillis(),
        String.join(" ", settings.serverFlags()));
  }

  private void changes() {
    if (results.scenarios().stream().anyMatch(s -> !s.shape().equals(settings.shape(s)))) {
      lines.add("");
      lines.add("**These are not the usual loads; the headings say what they are.**");
    }
  }

  /** Loads by servers: the median of the CPU time, or of the heap, and its ratio. */
  private void overview() {
    lines.add("");
    lines.add(
        settings.servers().contains(Contender.REFERENCE)
            ? "## Medians, and ratio to " + Contender.REFERENCE
            : "## Medians");
    lines.add("");
    MarkdownTable table = new MarkdownTable();
    List<String> head = new ArrayList<>(List.of("load", "unit"));
    settings.servers().forEach(each -> head.add(each.id()));
    table.row(head);
    for (Scenario scenario : results.scenarios()) {
      Metric metric = scenario.mainMetric();
      List<String> row = new ArrayList<>(List.of(scenario.id(), metric.title()));
      for (Contender server : settings.servers()) {
        OptionalDouble median = results.median(server, scenario, metric);
        row.add(
            median.isEmpty()
                ? "-"
                : metric.format(median.getAsDouble()) + ratio(server, scenario, metric));
      }
      table.row(row);
    }
    lines.addAll(table.lines());
  }

  private void details(Scenario scenario) {
    lines.add("");
    lines.add("## " + scenario.title() + ", " + settings.shape(scenario));
    lines.add("");
    Metric main = scenario.mainMetric();
    List<Metric> others =
        Arrays.stream(Metric.values())
            .filter(each -> each != main && isMeasured(scenario, each))
            .toList();
    MarkdownTable table = new MarkdownTable();
    List<String> head = new ArrayList<>(List.of("server", main.title(), "least..most", "ratio"));
    others.forEach(each -> head.add(each.title()));
    table.row(head);
    for (Contender server : results.servers(scenario)) {
      double[] values = results.values(server, scenario, main);
      List<String> row = new ArrayList<>();
      row.add(server.id());
      row.add(text(server, scenario, main));
      row.add(main.format(values[0]) + ".." + main.format(values[values.length - 1]));
      row.add(ratio(server, scenario, main).strip());
      others.forEach(each -> row.add(text(server, scenario, each)));
      table.row(row);
    }
    lines.addAll(table.lines());
  }

  private boolean isMeasured(Scenario scenario, Metric metric) {
    return results.servers(scenario).stream()
        .anyMatch(each -> results.median(each, scenario, metric).isPresent());
  }

  private String text(Contender server, Scenario scenario, Metric metric) {
    OptionalDouble median = results.median(server, scenario, metric);
    return median.isEmpty() ? "-" : metric.format(median.getAsDouble());
  }

  private String ratio(Contender server, Scenario scenario, Metric metric) {
    OptionalDouble reference = results.median(Contender.REFERENCE, scenario, metric);
    if (reference.isEmpty()) {
      return "";
    }
    double own = results.median(server, scenario, metric).orElseThrow();
    return String.format(Locale.ROOT, " x%.2f", own / reference.getAsDouble());
  }

  private void failures() {
    if (results.failures().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("## Not measured");
    lines.add("");
    for (Results.Failure each : results.failures()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "- %s, %s, round %d: %s",
              each.server(),
              each.scenario(),
              each.round(),
              each.reason().strip().replaceAll("\\s+", " ")));
    }
  }
}
