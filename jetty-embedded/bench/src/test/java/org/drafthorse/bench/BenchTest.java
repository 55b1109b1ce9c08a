package org.drafthorse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void every_server_answers_and_is_in_the_table() throws IOException {
    int exit =
        run(
            "--only=echo-64x1",
            "--rounds=1",
            "--warm-up=20",
            "--window=100",
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
  void a_server_that_does_not_start_is_named_and_fails_the_run() {
    Path aFile = directory.resolve("file");
    int exit = run("--only=nonsense", "--directory=" + aFile);
    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out.toString()).contains("no scenario is called nonsense");
  }
}
