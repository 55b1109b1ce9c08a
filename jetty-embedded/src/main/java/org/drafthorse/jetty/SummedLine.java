package org.drafthorse.jetty;

import java.util.concurrent.TimeUnit;

/**
 * A log line for what may happen in crowds: the first at once, those of the next ten seconds in one
 * line with their number, and so on. For one thread.
 */
final class SummedLine {

  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final System.Logger.Level level;
  private final String line;
  private long count;
  private long next = Long.MIN_VALUE;

  /** The number is put behind the line. */
  SummedLine(System.Logger.Level level, String line) {
    this.level = level;
    this.line = line;
  }

  void add(long more) {
    count += more;
  }

  /** To be called now and then. */
  void tell(System.Logger log, long nanos) {
    if (count > 0 && nanos >= next) {
      log.log(level, line + ": " + count);
      count = 0;
      next = nanos + PERIOD_NANOS;
    }
  }
}
