package org.drafthorse.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One server, while one thing after the other grows. */
@Command(
    name = "growth",
    usageHelpAutoWidth = true,
    description = "Measures whether a message costs more where there is more; writes growth.md.")
final class GrowthCommand implements Callable<Integer> {

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "Which one; ${DEFAULT-VALUE}. Only Drafthorse has several resources here.")
  private Contender server = Contender.DRAFTHORSE_DIRECT;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WHAT",
      description = "These alone: connections, size, fragments, resources, receivers.")
  private List<Growth> growths = Arrays.asList(Growth.values());

  @Mixin private Effort effort = new Effort();

  /** By picocli, before anything is called. */
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** Measures; 1 if the server did not get through a load. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = effort.settings(List.of(server), List.of(), UnaryOperator.identity());
    GrowthReport report = new GrowthReport(server, settings);
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Growth each : growths) {
        if (each.suits(server)) {
          out.printf("round %d of %d: %s%n", round, settings.rounds(), each);
          out.flush();
          measure(each, settings, report);
        }
      }
    }
    String text = report.text();
    Files.createDirectories(settings.directory());
    Files.writeString(settings.directory().resolve("growth.md"), text);
    out.print(text);
    out.println();
    out.println("Written to " + settings.directory().toAbsolutePath());
    out.flush();
    return report.hasFailures() ? 1 : 0;
  }

  private void measure(Growth growth, Settings settings, GrowthReport report)
      throws InterruptedException {
    RunningServer running = null;
    try {
      for (int step : growth.steps()) {
        try {
          Shape shape = growth.shape(step);
          if (running == null || shape.resources() != 1) {
            RunningServer.end(running);
            running = null;
            running = RunningServer.start(server, settings, shape.resources());
          }
          report.add(
              growth, step, new Meter(settings).measure(server, running, growth.scenario(), shape));
        } catch (IOException e) {
          report.addFailure(growth, step, String.valueOf(e.getMessage()));
          RunningServer.end(running);
          running = null;
        }
      }
    } finally {
      RunningServer.end(running);
    }
  }
}
