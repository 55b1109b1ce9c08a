package org.drafthorse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The load generator in a process of its own. Its arguments are a scenario, the {@link Target}, and
 * the {@link Shape}. Connects, says {@code ready}, then runs for as many milliseconds as each line
 * of standard input says and answers with a {@link Window}, or with what went wrong. Ends with its
 * input.
 */
final class LoadMain {

  private LoadMain() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    Target target = new Target(Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]));
    Shape shape = Shape.parse(List.of(args).subList(3, args.length));
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Load load = Scenario.of(args[0]).load(shape, target)) {
      load.open();
      answers.println("ready " + target.port());
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        answers.println(load.run(Duration.ofMillis(Long.parseLong(line)).toNanos()).line());
      }
    } catch (IOException | RuntimeException e) {
      answers.println("failed: " + e.getMessage());
      throw e;
    }
  }
}
