package org.drafthorse.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.Nullable;

/** Measures round after round: each server anew in every round, and all loads on it. */
final class Runner {

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  private final Settings settings;
  private final PrintWriter progress;
  private final Results results = new Results();

  Runner(Settings settings, PrintWriter progress) {
    this.settings = settings;
    this.progress = progress;
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
          close(server);
          server = null;
        }
      }
    } finally {
      close(server);
    }
  }

  private static void close(@Nullable RunningServer server) {
    if (server != null) {
      server.close();
    }
  }

  private void measure(int round, Contender contender, RunningServer server, Scenario scenario)
      throws IOException, InterruptedException {
    try (Child load = startLoad(contender, server, scenario)) {
      Window.parse(load.ask(String.valueOf(server.warmUpMillis()), patience()));
      long cpu = server.cpuNanos();
      long allocated = server.allocatedBytes();
      Window window = Window.parse(load.ask(String.valueOf(settings.windowMillis()), patience()));
      double messages = window.messages();
      allocated = server.allocatedBytes() - allocated;
      cpu = server.cpuNanos() - cpu;
      results.add(round, contender, scenario, Metric.CPU, cpu / messages / 1e3);
      results.add(round, contender, scenario, Metric.RATE, messages * 1e9 / window.nanos());
      results.add(round, contender, scenario, Metric.P50, window.p50() / 1e3);
      results.add(round, contender, scenario, Metric.P99, window.p99() / 1e3);
      results.add(round, contender, scenario, Metric.P999, window.p999() / 1e3);
      results.add(round, contender, scenario, Metric.ALLOCATED, allocated / messages);
    }
  }

  /** On a server that has done nothing else, and with what it needs for the first clients. */
  private void measureIdle(int round, Contender contender)
      throws IOException, InterruptedException {
    try (RunningServer server = RunningServer.start(contender, settings);
        Child load = startLoad(contender, server, Scenario.IDLE)) {
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

  private Child startLoad(Contender contender, RunningServer server, Scenario scenario)
      throws IOException, InterruptedException {
    Shape shape = settings.shape(scenario);
    List<String> arguments =
        Stream.of(
                scenario,
                server.port(),
                contender.isBareTcp(),
                shape.connections(),
                shape.inFlight(),
                shape.size())
            .map(String::valueOf)
            .toList();
    Child load =
        Child.start(
            "load-" + scenario, settings.logs(), Settings.LOAD_FLAGS, LoadMain.class, arguments);
    boolean ready = false;
    try {
      String line = load.next(START_PATIENCE);
      ready = line.startsWith("ready ");
      if (!ready) {
        throw new IOException(line);
      }
    } finally {
      if (!ready) {
        load.close();
      }
    }
    return load;
  }

  private Duration patience() {
    return ANSWER_PATIENCE.plusMillis(settings.windowMillis() + settings.warmUpMillis());
  }
}
