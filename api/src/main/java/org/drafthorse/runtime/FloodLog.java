package org.drafthorse.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What clients can make a server say, as often as they like: of each kind so many lines in ten
 * seconds, and then one that says how many more there were. Any thread.
 */
final class FloodLog {

  private static final int MOST_LINES = 10;
  private static final long WINDOW_MILLIS = TimeUnit.SECONDS.toMillis(10);

  /** Kinds are few; if they are not, the others share one. */
  private static final int MOST_KINDS = 100;

  private static final String OTHER = "other";

  /** Lines that belong together. */
  private static final class Kind {
    private final System.Logger logger;
    private final System.Logger.Level level;
    private int said;
    private long more;

    Kind(System.Logger logger, System.Logger.Level level) {
      this.logger = logger;
      this.level = level;
    }

    synchronized boolean mayBeSaid() {
      if (said < MOST_LINES) {
        said++;
        return true;
      }
      more++;
      return false;
    }

    synchronized long next() {
      long unsaid = more;
      said = 0;
      more = 0;
      return unsaid;
    }
  }

  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  /** The timer's thread's. */
  private long windowBegan;

  /**
   * Says it, or counts it.
   *
   * @param kind what lines like this have in common, in words; not what a client chose
   */
  void log(System.Logger logger, System.Logger.Level level, String kind, Supplier<String> line) {
    if (!logger.isLoggable(level)) {
      return;
    }
    String name = kinds.size() < MOST_KINDS || kinds.containsKey(kind) ? kind : OTHER;
    if (kinds.computeIfAbsent(name, key -> new Kind(logger, level)).mayBeSaid()) {
      logger.log(level, line.get());
    }
  }

  /** Called now and then, by the timer's thread. */
  void look(long now) {
    if (now - windowBegan < WINDOW_MILLIS) {
      return;
    }
    windowBegan = now;
    kinds.forEach(FloodLog::sumUp);
  }

  /** Says at once what was only counted; for the end. */
  void flush() {
    kinds.forEach(FloodLog::sumUp);
  }

  private static void sumUp(String name, Kind kind) {
    long more = kind.next();
    if (more > 0) {
      kind.logger.log(kind.level, name + ": " + more + " more in the last ten seconds");
    }
  }
}
