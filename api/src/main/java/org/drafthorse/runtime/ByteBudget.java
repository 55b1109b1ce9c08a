package org.drafthorse.runtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all connections of the process may hold together, in mailboxes, half messages and
 * output queues. Above it the connection that holds most is given up, and the next, until all is
 * within. Any thread.
 */
final class ByteBudget {

  private final long limit;
  private final Runnable evictLargest;
  private final AtomicLong used = new AtomicLong();

  ByteBudget(long limit, Runnable evictLargest) {
    this.limit = limit;
    this.evictLargest = evictLargest;
  }

  void add(long change) {
    if (used.addAndGet(change) > limit && change > 0) {
      evictLargest.run();
    }
  }

  boolean isExceeded() {
    return used.get() > limit;
  }

  long used() {
    return used.get();
  }
}
