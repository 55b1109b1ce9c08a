package org.drafthorse.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** Measures round after round: each server anew in every round, and all loads on it. */
final class Runner {

  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  private final Settings settings;
  private final PrintWriter progress;
  private final Meter meter;
  private final Results results = new Results();

  Runner(Settings settings, PrintWriter progress) {
    this.settings = settings;
    this.progress = progress;
    this.meter = new Meter(settings);
  }

  Results run() throws InterruptedException {
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Contender server : settings.servers()) {
        progress.printf("round %d of %d: %s%n", round, settings.rounds(), server);
        progress.flush();
        measure(round, server);
      }
    }
    return results;
  }

  private void measure(int round, Contender contender) throws InterruptedException {
    RunningServer server = null;
    try {
      for (Scenario scenario : settings.scenarios()) {
        if (!scenario.suits(contender)) {
          continue;
        }
        try {
          if (scenario == Scenario.IDLE) {
            measureIdle(round, contender);
            continue;
          }
          if (server == null) {
            server = RunningServer.start(contender, settings);
          }
          measure(round, contender, server, scenario);
        } catch (IOException e) {
          results.addFailure(round, contender, scenario, String.valueOf(e.getMessage()));
          RunningServer.end(server);
          server = null;
        }
      }
    } finally {
      RunningServer.end(server);
    }
  }

  private void measure(int round, Contender contender, RunningServer server, Scenario scenario)
      throws IOException, InterruptedException {
    meter
        .measure(contender, server, scenario, settings.shape(scenario))
        .forEach((metric, value) -> results.add(round, contender, scenario, metric, value));
  }

  /** On a server that has done nothing else, and with what it needs for the first clients. */
  private void measureIdle(int round, Contender contender)
      throws IOException, InterruptedException {
    try (RunningServer server = RunningServer.start(contender, settings);
        Child load =
            meter.startLoad(contender, server, Scenario.IDLE, settings.shape(Scenario.IDLE))) {
      Window.parse(load.ask("0", ANSWER_PATIENCE));
      long heap = server.heapBytes();
      long resident = server.residentBytes();
      double connections = Window.parse(load.ask("0", ANSWER_PATIENCE)).messages();
      heap = server.heapBytes() - heap;
      long residentAfter = server.residentBytes();
      results.add(round, contender, Scenario.IDLE, Metric.HEAP, heap / connections);
      if (resident >= 0) {
        double offHeap = residentAfter - resident;
        results.add(round, contender, Scenario.IDLE, Metric.OFF_HEAP, offHeap / connections);
      }
    }
  }
}
