package org.drafthorse.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.drafthorse.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures Drafthorse and other servers side by side, on this machine's loopback. */
@Command(
    name = "bench",
    subcommands = {EngineCommand.class, GrowthCommand.class},
    usageHelpAutoWidth = true,
    description = {
      "Measures servers side by side: CPU time per message, latency, memory.",
      "Writes table.md, results.csv and, where jetty-ee10 is among them, a chart.",
      "The commands below measure something else; each has a --help of its own."
    })
public final class BenchMain implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Prints this.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "SERVER",
      completionCandidates = ServerNames.class,
      description = "These alone: ${COMPLETION-CANDIDATES}.")
  private List<Contender> servers = Arrays.asList(Contender.values());

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SCENARIO",
      completionCandidates = ScenarioNames.class,
      description = "These alone: ${COMPLETION-CANDIDATES}.")
  private List<Scenario> scenarios = Arrays.asList(Scenario.values());

  @Option(
      names = "--connections",
      converter = Positive.class,
      paramLabel = "COUNT",
      description = "Instead of what each scenario has.")
  private @Nullable Integer connections;

  @Option(
      names = "--in-flight",
      converter = Positive.class,
      paramLabel = "COUNT",
      description = "Instead of what each scenario has.")
  private @Nullable Integer inFlight;

  @Option(
      names = "--size",
      converter = Positive.class,
      paramLabel = "BYTES",
      description = "Bytes of payload, instead of what each scenario has.")
  private @Nullable Integer size;

  @Mixin private Effort effort = new Effort();

  /** By picocli, before anything is called. */
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** For the command line. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .registerConverter(Contender.class, known(Contender::of))
        .registerConverter(Scenario.class, known(Scenario::of))
        .registerConverter(Growth.class, known(Growth::of))
        .setParameterExceptionHandler(BenchMain::explain);
  }

  /** One line, since Maven adds many of its own. */
  private static int explain(CommandLine.ParameterException e, String[] args) {
    CommandLine at = e.getCommandLine();
    at.getErr().println(e.getMessage());
    at.getErr().println("All options: " + at.getCommandSpec().qualifiedName() + " --help");
    return at.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static <T> ITypeConverter<T> known(ITypeConverter<T> byId) {
    return id -> {
      try {
        return byId.convert(id);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    };
  }

  /** Measures; 1 if a server did not get through a load. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings =
        effort.settings(servers, scenarios, shape -> shape.with(connections, inFlight, size));
    out.printf("about %d min%n", settings.estimate().plusSeconds(59).toMinutes());
    Results results = new Runner(settings, out).run();
    String report = Report.of(results, settings);
    Path directory = settings.directory();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("table.md"), report);
    results.writeCsv(directory.resolve("results.csv"));
    out.print(report);
    out.println();
    boolean drawn = Chart.write(results, settings, directory);
    out.println(
        "Written to "
            + directory.toAbsolutePath()
            + (drawn ? "" : ", but for the chart, which wants " + Contender.REFERENCE));
    out.flush();
    return results.failures().isEmpty() ? 0 : 1;
  }

  /** For the help. */
  static final class ServerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      List<String> names = new ArrayList<>();
      Arrays.stream(Contender.values()).forEach(each -> names.add(each.id()));
      return names.iterator();
    }
  }

  /** For the help. */
  static final class ScenarioNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      List<String> names = new ArrayList<>();
      Arrays.stream(Scenario.values()).forEach(each -> names.add(each.id()));
      return names.iterator();
    }
  }
}
