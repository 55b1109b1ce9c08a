package org.drafthorse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs a main class of this class path and answers lines. It ends with its input.
 */
final class Child implements AutoCloseable {

  private static final String END = "\0";
  private static final long PATIENCE_SECONDS = 10;

  private final String name;
  private final Path log;
  private final Process process;
  private final PrintStream questions;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Starts it; what it says on standard error is added to a log of that name. */
  static Child start(
      String name, Path logs, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Files.createDirectories(logs);
    Path log = logs.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Child child = new Child(name, log, process);
    Thread reader = new Thread(child::read, name + " answers");
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      answers.add(END);
    }
  }

  /** Sends a line and waits for the next. */
  String ask(String question, Duration limit) throws IOException, InterruptedException {
    questions.println(question);
    return next(limit);
  }

  long askNumber(String question, Duration limit) throws IOException, InterruptedException {
    return Long.parseLong(ask(question, limit));
  }

  /**
   * The next line.
   *
   * @throws IOException if there is none in time
   */
  String next(Duration limit) throws IOException, InterruptedException {
    String line = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IOException(name + " said nothing for " + limit.toSeconds() + " s; see " + log);
    }
    if (line.equals(END)) {
      throw new IOException(name + " ended; see " + log);
    }
    return line;
  }

  /** Ends it: in order if it does so soon, by force otherwise. */
  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
