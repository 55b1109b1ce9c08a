package org.drafthorse.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container in a process of its own, whose output is kept in a file. */
final class ContainerProcess implements AutoCloseable {

  private static final int START_SECONDS = 60;
  private static final int LAST_LINES = 40;

  /**
   * How to start one, and what it prints.
   *
   * @param port the first group is the port for TCP
   * @param securePort the same for TLS
   * @param ready the line after which it serves
   */
  record Recipe(
      String name,
      List<String> command,
      Map<String, String> environment,
      Pattern port,
      Pattern securePort,
      Pattern ready) {}

  private final Recipe recipe;
  private final Path log;
  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private volatile int port;
  private volatile int securePort;

  private ContainerProcess(Recipe recipe) throws IOException {
    this.recipe = recipe;
    this.log = Files.createTempFile(ContainerFiles.directory(), recipe.name() + "-", ".log");
    ProcessBuilder builder = new ProcessBuilder(recipe.command()).redirectErrorStream(true);
    builder.environment().putAll(recipe.environment());
    this.process = builder.start();
    Thread reader = new Thread(this::readOutput, "log of " + recipe.name());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts it; {@link #awaitReady} says whether it did. */
  static ContainerProcess start(Recipe recipe) {
    try {
      return new ContainerProcess(recipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it serves. */
  void awaitReady() {
    try {
      ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError(
          recipe.name() + " did not start; " + log + " ends with\n" + lastLines(), e);
    }
  }

  int port() {
    return port;
  }

  int securePort() {
    return securePort;
  }

  long pid() {
    return process.pid();
  }

  /** All that it has printed by now. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it in order, with SIGTERM. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String lastLines() {
    List<String> lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private void readOutput() {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer to = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        to.write(line + "\n");
        to.flush();
        look(line);
      }
      ready.completeExceptionally(new IOException("the process has ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private void look(String line) {
    Matcher tcp = recipe.port().matcher(line);
    if (tcp.find()) {
      port = Integer.parseInt(tcp.group(1));
    }
    Matcher tls = recipe.securePort().matcher(line);
    if (tls.find()) {
      securePort = Integer.parseInt(tls.group(1));
    }
    if (recipe.ready().matcher(line).find()) {
      ready.complete(true);
    }
  }
}
