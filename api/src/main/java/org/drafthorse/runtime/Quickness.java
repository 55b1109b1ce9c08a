package org.drafthorse.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the turns of a resource have been short of late, so that waking a thread for one costs
 * more than it takes. Few may be long: the system takes the processor away now and then. Any
 * thread.
 */
final class Quickness {

  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** Short turns in a row that it takes at first. */
  private static final int ENOUGH = 64;

  private static final int MOST = 2 * ENOUGH;

  /** How many short turns it takes to make up for one that is not. */
  private static final int COST_OF_LONG = 8;

  private final AtomicInteger score = new AtomicInteger();

  boolean isProven() {
    return score.get() >= ENOUGH;
  }

  /** A turn took that long. */
  void add(long nanos) {
    if (nanos > SHORT_NANOS) {
      score.updateAndGet(now -> Math.max(0, now - COST_OF_LONG));
    } else if (score.get() < MOST) {
      score.incrementAndGet();
    }
  }
}
