package org.drafthorse.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Puts one load on a server: warms up, then measures. */
final class Meter {

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  private final Settings settings;

  Meter(Settings settings) {
    this.settings = settings;
  }

  Map<Metric, Double> measure(
      Contender contender, RunningServer server, Scenario scenario, Shape shape)
      throws IOException, InterruptedException {
    try (Child load = startLoad(contender, server, scenario, shape)) {
      Window.parse(load.ask(String.valueOf(server.warmUpMillis()), patience()));
      long cpu = server.cpuNanos();
      long allocated = server.allocatedBytes();
      Window window = Window.parse(load.ask(String.valueOf(settings.windowMillis()), patience()));
      double messages = window.messages();
      allocated = server.allocatedBytes() - allocated;
      cpu = server.cpuNanos() - cpu;
      Map<Metric, Double> values = new EnumMap<>(Metric.class);
      values.put(Metric.CPU, cpu / messages / 1e3);
      values.put(Metric.RATE, messages * 1e9 / window.nanos());
      values.put(Metric.P50, window.p50() / 1e3);
      values.put(Metric.P99, window.p99() / 1e3);
      values.put(Metric.P999, window.p999() / 1e3);
      values.put(Metric.ALLOCATED, allocated / messages);
      return values;
    }
  }

  /** A load generator whose clients are connected. */
  Child startLoad(Contender contender, RunningServer server, Scenario scenario, Shape shape)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(scenario.id());
    arguments.add(String.valueOf(server.port()));
    arguments.add(String.valueOf(contender.isBareTcp()));
    arguments.addAll(shape.arguments());
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
