package org.drafthorse.runtime;

/**
 * What one connection holds of the process's {@link ByteBudget}. Small changes are not passed on,
 * so that traffic which never waits touches no shared counter. Any thread.
 */
final class Account {

  private static final long STEP = 4096;

  private final ByteBudget budget;
  private long reported;
  private boolean closed;

  Account(ByteBudget budget) {
    this.budget = budget;
  }

  void update(long held) {
    long change;
    synchronized (this) {
      change = held - reported;
      boolean small = Math.abs(change) < STEP && (held > 0 || reported == 0);
      if (closed || small) {
        return;
      }
      budget.charge(change);
      reported = held;
    }
    if (change > 0) {
      budget.look();
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
      budget.charge(-reported);
      reported = 0;
    }
  }
}
