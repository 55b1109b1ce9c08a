package org.drafthorse.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.drafthorse.Nullable;
import picocli.CommandLine.Option;

/** How much is measured, as the command line says it. */
final class Effort {

  private static final int ROUNDS = 3;
  private static final int WARM_UP = 1000;
  private static final int WINDOW = 1500;
  private static final int QUICK_WARM_UP = 500;
  private static final int QUICK_WINDOW = 500;

  @Option(
      names = "--rounds",
      converter = Positive.class,
      paramLabel = "COUNT",
      description = "How often each server is started anew; by default 3.")
  private @Nullable Integer rounds;

  @Option(
      names = "--warm-up",
      converter = Positive.class,
      paramLabel = "MILLIS",
      description = "Before each window, four times that before a server's first; by default 1000.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--window",
      converter = Positive.class,
      paramLabel = "MILLIS",
      description = "How long each load is measured; by default 1500.")
  private @Nullable Integer window;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "The heap of each server; by default ${DEFAULT-VALUE}.")
  private String heap = "1g";

  @Option(names = "--quick", description = "One round and short windows: to see that it works.")
  private boolean quick;

  @Option(
      names = "--directory",
      paramLabel = "PATH",
      description = "Where to write; by default ${DEFAULT-VALUE} of the module.")
  private Path directory = Path.of("target", "bench");

  /** With these servers and loads. */
  Settings settings(
      List<Contender> servers, List<Scenario> scenarios, UnaryOperator<Shape> change) {
    return new Settings(
        servers,
        scenarios,
        or(rounds, quick ? 1 : ROUNDS),
        or(warmUp, quick ? QUICK_WARM_UP : WARM_UP),
        or(window, quick ? QUICK_WINDOW : WINDOW),
        heap,
        directory,
        change);
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }
}
