package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/** Keeps what is logged, instead of printing it, and knows what no peer may bring about. */
public final class LogTrap extends Handler implements AutoCloseable {

  private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
  private final Logger root = Logger.getLogger("");
  private final List<Handler> silenced = List.of(root.getHandlers());

  /** From now on, until it is closed. */
  public LogTrap() {
    silenced.forEach(root::removeHandler);
    root.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  /** What was logged: messages, and what the exceptions with them say, by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    SimpleFormatter formatter = new SimpleFormatter();
    for (LogRecord each : records) {
      formatter.formatMessage(each).lines().forEach(lines::add);
      for (Throwable t = each.getThrown(); t != null; t = t.getCause()) {
        String.valueOf(t.getMessage()).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  /** Stack traces, messages of more than one line, and anything above a warning. */
  public List<String> scandals() {
    List<String> found = new ArrayList<>();
    for (LogRecord each : records) {
      String message = String.valueOf(each.getMessage());
      Throwable thrown = each.getThrown();
      boolean oneLine = message.chars().allMatch(c -> c >= ' ' || c == '\t');
      if (thrown != null && isJettysOwnRace(thrown)) {
        continue;
      }
      if (thrown != null || !oneLine || each.getLevel().intValue() > Level.WARNING.intValue()) {
        found.add(each.getLoggerName() + ": " + message + (thrown == null ? "" : ": " + thrown));
      }
    }
    return found;
  }

  /**
   * See {@link TrackedServer}: the buffer of a request that Jetty refuses, released twice by it.
   */
  private static boolean isJettysOwnRace(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).contains(" over-released ")
        && Stream.concat(Stream.of(thrown), Stream.of(thrown.getSuppressed()))
            .flatMap(each -> Stream.of(each.getStackTrace()))
            .noneMatch(frame -> frame.getClassName().startsWith("org.drafthorse."));
  }

  @Override
  public void flush() {
    // Nothing waits.
  }

  @Override
  public void close() {
    root.removeHandler(this);
    silenced.forEach(root::addHandler);
  }
}
