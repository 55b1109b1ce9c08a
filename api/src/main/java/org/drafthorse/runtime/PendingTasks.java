package org.drafthorse.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many tasks and custom messages wait in the mailbox of a resource. Any thread. */
final class PendingTasks {

  private final String path;
  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean said = new AtomicBoolean();

  PendingTasks(String path, int most) {
    this.path = path;
    this.most = most;
  }

  /** Counts one in; false, and one line in the log, if as many wait as may. */
  boolean tryAdd() {
    int now = count.get();
    while (now < most) {
      if (count.compareAndSet(now, now + 1)) {
        return true;
      }
      now = count.get();
    }
    if (said.compareAndSet(false, true)) {
      Log.RUNTIME.log(
          System.Logger.Level.WARNING,
          "{0} tasks and custom messages wait in the mailbox of {1}; others are refused",
          most,
          path);
    }
    return false;
  }

  /** One does not wait any more. */
  void remove() {
    if (count.decrementAndGet() <= most / 2 && said.get()) {
      said.set(false);
    }
  }
}
