package org.drafthorse.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.drafthorse.Nullable;

/** A server's process, seen from the bench. */
final class RunningServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The first load warms up for longer: all of the server is cold. */
  private static final int COLD = 4;

  private final Child process;
  private final Settings settings;
  private final int port;
  private boolean warm;

  private RunningServer(Child process, Settings settings, int port) {
    this.process = process;
    this.settings = settings;
    this.port = port;
  }

  /** Starts it with one resource of each kind. */
  static RunningServer start(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    return start(contender, settings, 1);
  }

  static RunningServer start(Contender contender, Settings settings, int resources)
      throws IOException, InterruptedException {
    Child process =
        Child.start(
            contender.id(),
            settings.logs(),
            settings.serverFlags(),
            ServerMain.class,
            List.of(contender.id(), String.valueOf(resources)));
    boolean started = false;
    try {
      String[] words = process.next(PATIENCE).split(" ", -1);
      RunningServer server = new RunningServer(process, settings, Integer.parseInt(words[1]));
      started = true;
      return server;
    } finally {
      if (!started) {
        process.close();
      }
    }
  }

  int port() {
    return port;
  }

  /** How long to warm up before the next load is measured. */
  long warmUpMillis() {
    long millis = settings.warmUpMillis() * (warm ? 1 : COLD);
    warm = true;
    return millis;
  }

  long cpuNanos() throws IOException, InterruptedException {
    return process.askNumber("cpu", PATIENCE);
  }

  long allocatedBytes() throws IOException, InterruptedException {
    return process.askNumber("alloc", PATIENCE);
  }

  long heapBytes() throws IOException, InterruptedException {
    return process.askNumber("heap", PATIENCE);
  }

  long residentBytes() throws IOException, InterruptedException {
    return process.askNumber("rss", PATIENCE);
  }

  /** Ends it, if there is one. */
  static void end(@Nullable RunningServer server) {
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
