package org.drafthorse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Runs the benchmark as its users do, but for a moment. */
class BenchTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();

  private int run(String... arguments) {
    CommandLine bench = BenchMain.commandLine();
    bench.setOut(new PrintWriter(out));
    bench.setErr(new PrintWriter(out));
    return bench.execute(arguments);
  }

  private int runWithoutAnyThatStarts() {
    return run(
        "--servers=netty",
        "--only=echo-64x1",
        "--rounds=1",
        "--heap=nonsense",
        "--directory=" + directory);
  }

  @Test
  void every_server_answers_and_is_in_the_table() throws IOException {
    int exit =
        run(
            "--only=echo-64x1",
            "--rounds=1",
            "--warm-up=10",
            "--window=100",
            "--heap=128m",
            "--directory=" + directory);
    assertThat(exit).as(out.toString()).isZero();
    String table = Files.readString(directory.resolve("table.md"));
    String values = Files.readString(directory.resolve("results.csv"));
    for (Contender each : Contender.values()) {
      assertThat(table).containsPattern("\\| " + each.id() + " +\\| +[0-9.,]+ \\|");
      assertThat(values).containsPattern("1," + each.id() + ",echo-64x1,messages/s,[1-9]");
    }
    assertThat(out.toString()).contains(table);
    assertThat(directory.resolve("chart.png")).isNotEmptyFile();
    assertThat(directory.resolve("chart.svg")).isNotEmptyFile();
  }

  @Test
  void every_server_broadcasts_messages_of_mixed_sizes_in_order() throws IOException {
    int exit =
        run(
            "--only=fan-out-mixed",
            "--connections=20",
            "--rounds=1",
            "--warm-up=10",
            "--window=300",
            "--heap=128m",
            "--directory=" + directory);
    assertThat(exit).as(out.toString()).isZero();
    String values = Files.readString(directory.resolve("results.csv"));
    for (Contender each : Contender.values()) {
      String row = "1," + each.id() + ",fan-out-mixed,messages/s,";
      if (each.isBareTcp()) {
        assertThat(values).doesNotContain(row);
      } else {
        assertThat(values).containsPattern(row + "[1-9]");
      }
    }
  }

  @Test
  void what_grows_is_measured_step_by_step() throws IOException {
    int exit =
        run(
            "growth",
            "--only=fragments,resources",
            "--rounds=1",
            "--warm-up=10",
            "--window=50",
            "--heap=128m",
            "--directory=" + directory);
    assertThat(exit).as(out.toString()).isZero();
    String table = Files.readString(directory.resolve("growth.md"));
    assertThat(table)
        .containsPattern("\\| fragments +\\| +CPU us \\| +least..most \\| +CPU ns per fragment \\|")
        .containsPattern("\\| 1,024 +\\| +[0-9.]+ \\|")
        .containsPattern("\\| resources +\\|")
        .containsPattern("\\| 1,000 +\\| +[0-9.]+ \\|");
    assertThat(out.toString()).contains(table);
  }

  @Test
  void the_engine_is_measured_step_by_step() throws IOException {
    PrintStream standard = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      run("engine", "--quick", "--param=size=64", "--directory=" + directory, "Frame.*unmask");
    } finally {
      System.setOut(standard);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("ns/op");
    assertThat(directory.resolve("engine.json"))
        .content()
        .contains("FrameBenchmark.unmask", "gc.alloc.rate.norm");
  }

  @Test
  void a_server_that_does_not_start_is_named_and_fails_the_run() {
    int exit = runWithoutAnyThatStarts();
    assertThat(exit).isEqualTo(1);
    assertThat(out.toString()).contains("- netty, echo-64x1, round 1: netty ended");
  }

  @Test
  void a_chart_of_another_run_does_not_stay() throws IOException {
    Files.writeString(directory.resolve("chart.png"), "of another run");
    Files.writeString(directory.resolve("chart.svg"), "of another run");
    int exit = runWithoutAnyThatStarts();
    assertThat(exit).isEqualTo(1);
    assertThat(directory).isDirectoryNotContaining("glob:**/chart.*");
  }

  @ParameterizedTest
  @CsvSource({
    "'--only=nonsense', no scenario is called nonsense",
    "'--rounds=0', --rounds",
    "'engine --param=size', no value: --param size",
    "'engine nonsense', no benchmark matches [nonsense]",
    "'growth --only=nonsense', nothing is called nonsense"
  })
  void what_there_is_not_is_refused_in_two_lines(String arguments, String says) {
    int exit = run(arguments.split(" ", -1));
    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out.toString().lines()).hasSize(2).first().asString().contains(says);
  }
}
