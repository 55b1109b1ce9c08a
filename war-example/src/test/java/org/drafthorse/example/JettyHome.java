package org.drafthorse.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stock Jetty as {@code mvn -Pwar} starts it, in a process of its own. */
final class JettyHome implements AutoCloseable {

  private static final Pattern STARTED =
      Pattern.compile("Started oejs\\.ServerConnector@\\S+ .*\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private final Process process;
  private final int port;

  /** Starts it on that port, or on any that is free if it is 0, and waits until it serves. */
  JettyHome(int wanted) throws IOException {
    Path log = TARGET.resolve("jetty-home.log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("jetty.home"), "start.jar").toString(),
                "jetty.http.port=" + wanted)
            .directory(Path.of("src", "jetty").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    port = awaitPort(log);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Jetty did not end within 20 s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
  }

  private int awaitPort(Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher matcher = STARTED.matcher(Files.readString(log));
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      Pause.briefly();
    }
    String said = tail(log);
    close();
    throw new AssertionError("Jetty does not start:\n" + said);
  }

  private static String tail(Path log) {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - 4000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
