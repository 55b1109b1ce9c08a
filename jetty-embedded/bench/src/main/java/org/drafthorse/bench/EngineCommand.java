package org.drafthorse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--directory",
      paramLabel = "PATH",
      description = "Where to write; by default ${DEFAULT-VALUE} of the module.")
  private Path directory = Path.of("target", "bench");

  /** By picocli, before anything is called. */
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, RunnerException {
    Files.createDirectories(directory);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(directory.resolve("engine.json").toAbsolutePath().toString());
    patterns.forEach(options::include);
    for (String each : parameters) {
      String[] words = each.split("=", 2);
      if (words.length < 2) {
        throw new ParameterException(spec.commandLine(), "no value: --param " + each);
      }
      options.param(words[0], words[1].split(",", -1));
    }
    if (quick) {
      TimeValue brief = TimeValue.milliseconds(50);
      options.warmupIterations(1).warmupTime(brief);
      options.measurementIterations(1).measurementTime(brief);
    }
    try {
      new Runner(options.build()).run();
    } catch (NoBenchmarksException e) {
      throw new ParameterException(spec.commandLine(), "no benchmark matches " + patterns, e);
    }
    return 0;
  }
}
