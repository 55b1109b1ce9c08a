package org.drafthorse.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.drafthorse.engine.ArrayPool;

/**
 * How many bytes all connections of the process may hold together, in mailboxes, half messages,
 * output queues and what a pause of reading left over. Above it the connection that holds most is
 * given up, and the next, until all is within. Any thread.
 */
final class ByteBudget {

  private final boolean fixed;
  private final Consumer<ByteBudget> evictLargest;
  private final AtomicLong used = new AtomicLong();
  private volatile long limit;

  /**
   * A budget of that many bytes.
   *
   * @param limit 0 for a quarter of the heap, and more where messages are large
   * @param evictLargest gives up connections until this budget is kept
   */
  ByteBudget(long limit, Consumer<ByteBudget> evictLargest) {
    this.fixed = limit > 0;
    this.limit = fixed ? limit : Runtime.getRuntime().maxMemory() / 4;
    this.evictLargest = evictLargest;
  }

  /** Counts without evicting anybody, since callers may hold a lock; {@link #look} follows. */
  void charge(long change) {
    used.addAndGet(change);
  }

  /**
   * Evicts until the budget is kept; called behind each charge, without a lock, and by the sweep.
   */
  void look() {
    if (isExceeded()) {
      evictLargest.accept(this);
    }
  }

  boolean isExceeded() {
    return used.get() > limit;
  }

  /**
   * Unless it is fixed, has room for three such messages in pooled arrays, if that is at most half
   * of the heap: one may wait in a mailbox while its echo waits to be sent.
   */
  synchronized void makeRoomFor(int messageSize) {
    long most = messageSize + ArrayPool.excess(messageSize);
    long wanted = Math.min(3 * most, Runtime.getRuntime().maxMemory() / 2);
    if (!fixed && wanted > limit) {
      limit = wanted;
    }
  }

  long limit() {
    return limit;
  }

  long used() {
    return used.get();
  }
}
