package org.drafthorse.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Time in which the process was awake: from one call to the next no more than a second counts. A
 * process or a machine that was suspended, or collected garbage for long, did not read what its
 * clients sent meanwhile, and must not take them for silent. For one thread that calls often.
 */
final class AwakeTime implements LongSupplier {

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private long last;
  private long awake;

  AwakeTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  @Override
  public synchronized long getAsLong() {
    long now = nanoTime.getAsLong();
    awake += Math.min(now - last, MOST_NANOS);
    last = now;
    return awake;
  }
}
