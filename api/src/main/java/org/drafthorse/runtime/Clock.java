package org.drafthorse.runtime;

import java.util.function.LongSupplier;

/**
 * Time in coarse steps: read by every connection for every read and write, and advanced by one
 * thread. Timeouts are kept to a step or two.
 */
final class Clock {

  static final long TICK_MILLIS = 100;

  private final LongSupplier nanoTime;
  private volatile long now;

  Clock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    tick();
  }

  /** Milliseconds since some moment, as of the last tick. */
  long now() {
    return now;
  }

  long tick() {
    now = nanoTime.getAsLong() / 1_000_000;
    return now;
  }
}
