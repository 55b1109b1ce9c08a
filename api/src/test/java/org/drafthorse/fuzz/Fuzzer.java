package org.drafthorse.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs Jazzer on one target in a JVM of its own: coverage guides it, and a crash, a hang or memory
 * that runs out is that JVM's alone. What it found interesting stays in the corpus and is where the
 * next run goes on.
 */
final class Fuzzer {

  /** More than startup may take on a loaded machine, in seconds. */
  private static final int PATIENCE = 180;

  static final int LONGEST_INPUT = 800;
  private static final int SLOWEST_RUN_SECONDS = 20;

  /** Hooks for faults of another kind, such as SQL injection; they cost seconds at startup. */
  private static final String NO_SANITIZERS =
      Stream.of(
              "BigDecimal",
              "ClojureLangHooks",
              "Deserialization",
              "ExpressionLanguageInjection",
              "FilePathTraversal",
              "LdapInjection",
              "NamingContextLookup",
              "OsCommandInjection",
              "ReflectiveCall",
              "RegexInjection",
              "RegexRoadblocks",
              "ScriptEngineInjection",
              "ServerSideRequestForgery",
              "SqlInjection",
              "TemplateInjection",
              "UnsafeSanitizer",
              "XPathInjection",
              "XmlParserSsrfGuidance")
          .map("com.code_intelligence.jazzer.sanitizers."::concat)
          .collect(Collectors.joining(File.pathSeparator));

  private final Target target;
  private final Path directory;

  Fuzzer(Target target, Path parent) {
    this.target = target;
    this.directory = parent.resolve(target.name()).toAbsolutePath();
  }

  /**
   * What came of a run.
   *
   * @param findings files with the inputs that failed
   * @param log all that the fuzzer said
   */
  record Outcome(int exitCode, List<Path> findings, String log) {

    /** How many inputs were tried. */
    long runs() {
      return last("number_of_executed_units: (\\d+)");
    }

    long runsPerSecond() {
      return last("average_exec_per_sec: +(\\d+)");
    }

    /** How many edges of the instrumented classes were seen. */
    long coverage() {
      return last("cov: (\\d+)");
    }

    private long last(String pattern) {
      return Pattern.compile(pattern)
          .matcher(log)
          .results()
          .map((MatchResult each) -> Long.parseLong(each.group(1)))
          .reduce(0L, (before, each) -> each);
    }

    /** The findings and what was said about them. */
    String complaint() throws IOException {
      StringBuilder text = new StringBuilder("exit code " + exitCode + "\n");
      for (Path each : findings) {
        String hex = HexFormat.of().formatHex(Files.readAllBytes(each));
        text.append("reproducer: ").append(each).append("\nin hex: ").append(hex).append('\n');
      }
      int said = Math.max(log.indexOf("== Java Exception"), log.length() - 6000);
      return text.append(log.substring(Math.max(0, said))).toString();
    }
  }

  Outcome run(int seconds) throws IOException, InterruptedException {
    Path seeds = directory.resolve("seeds");
    Seeds.write(target.seeds(), seeds);
    Path corpus = Files.createDirectories(directory.resolve("corpus"));
    Path log = directory.resolve("log.txt");
    for (Path each : findings()) {
      Files.delete(each);
    }
    Process process =
        new ProcessBuilder(command(seconds, corpus, seeds))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(seconds + PATIENCE, TimeUnit.SECONDS)) {
        return new Outcome(-1, findings(), "it did not end\n" + Files.readString(log));
      }
      return new Outcome(process.exitValue(), findings(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(int seconds, Path corpus, Path seeds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One compiler, one collector: on two cores a short run is faster without the others.
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + FuzzEntry.class.getName());
    command.add("--target_args=" + target.name());
    command.add("--instrumentation_includes=" + target.instrumented());
    command.add("--custom_hook_includes=org.drafthorse.**");
    command.add("--disabled_hooks=" + NO_SANITIZERS);
    command.add("--reproducer_path=" + directory);
    command.add("-artifact_prefix=" + directory + File.separator);
    command.add("-max_total_time=" + seconds);
    command.add("-timeout=" + SLOWEST_RUN_SECONDS);
    command.add("-max_len=" + LONGEST_INPUT);
    command.add("-print_final_stats=1");
    command.addAll(List.of(corpus.toString(), seeds.toString()));
    return command;
  }

  private List<Path> findings() throws IOException {
    Pattern names = Pattern.compile("(crash|timeout|oom|leak)-.*");
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> names.matcher(file.getFileName().toString()).matches()).toList();
    }
  }
}
