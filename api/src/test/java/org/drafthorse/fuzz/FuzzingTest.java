package org.drafthorse.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.drafthorse.fuzz.Fuzzer.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes each target for some seconds, two at a time; {@code mvn -Pfuzz -pl api test} does so for
 * minutes, {@code -Dfuzz.seconds=} says for how long. What fails is told with its input in
 * hexadecimal digits, which may become a line of the seeds.
 */
class FuzzingTest {

  private static final int SECONDS = Integer.getInteger("drafthorse.fuzz.seconds", 5);
  private static final Path DIRECTORY = Path.of("target", "fuzz");
  private static final ExecutorService TWO = Executors.newFixedThreadPool(2);

  @AfterAll
  static void stop() {
    TWO.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> nothingThatIsSentBreaksARule() {
    return EnumSet.complementOf(EnumSet.of(Target.PLANTED)).stream()
        .map(FuzzingTest::test)
        .toList()
        .stream();
  }

  private static DynamicTest test(Target target) {
    Future<Outcome> outcome = TWO.submit(() -> new Fuzzer(target, DIRECTORY).run(SECONDS));
    return DynamicTest.dynamicTest(target.name(), () -> check(target, outcome.get()));
  }

  private static void check(Target target, Outcome outcome) throws Exception {
    assertThat(outcome.exitCode()).as(outcome.exitCode() == 0 ? "" : outcome.complaint()).isZero();
    System.out.printf(
        "fuzzed %s: %d runs, %d a second, %d edges%n",
        target, outcome.runs(), outcome.runsPerSecond(), outcome.coverage());
    // How many more is a matter of the machine.
    assertThat(outcome.runs()).as("runs").isGreaterThan(target.seeds().size() / 2);
    assertThat(outcome.coverage()).as("edges").isGreaterThan(target.leastCoverage());
  }

  @Test
  void aFaultBehindSeveralConditionsIsFoundAndItsInputKept(@TempDir Path directory)
      throws Exception {
    Outcome outcome = new Fuzzer(Target.PLANTED, directory).run(60);
    assertThat(outcome.exitCode()).as(outcome.log()).isNotZero();
    assertThat(outcome.findings()).hasSize(1);
    assertThat(outcome.complaint())
        .contains("planted", outcome.findings().get(0).toString(), "in hex: 64");
    assertThat(Files.readAllBytes(outcome.findings().get(0))).startsWith('d');
  }
}
