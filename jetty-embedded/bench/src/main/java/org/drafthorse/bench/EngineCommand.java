package org.drafthorse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The engine alone, by JMH: time and allocated bytes of each step. */
@Command(
    name = "engine",
    usageHelpAutoWidth = true,
    description = "Measures the engine alone with JMH and writes engine.json.")
final class EngineCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATTERN",
      description = "Regular expressions: those benchmarks alone, such as unmask.")
  private List<String> patterns = List.of(".*Benchmark.*");

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE,...",
      description = "Values of a parameter, such as size=64 or kind=ASCII,UTF_8.")
  private List<String> parameters = List.of();

  @Option(names = "--quick", description = "One short iteration: to see that it works.")
  private boolean quick;

  @Option(names = "--directory", description = "Where to write; ${DEFAULT-VALUE}.")
  private Path directory = Path.of("target", "bench");

  @Override
  public Integer call() throws IOException, RunnerException {
    Files.createDirectories(directory);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(directory.resolve("engine.json").toString());
    patterns.forEach(options::include);
    for (String each : parameters) {
      String[] words = each.split("=", 2);
      options.param(words[0], words[1].split(",", -1));
    }
    if (quick) {
      TimeValue brief = TimeValue.milliseconds(50);
      options.warmupIterations(1).warmupTime(brief);
      options.measurementIterations(1).measurementTime(brief);
    }
    new Runner(options.build()).run();
    return 0;
  }
}
