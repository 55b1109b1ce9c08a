package org.drafthorse.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.drafthorse.Nullable;

/** What one resource has for a {@link CallbackPool} to do, first in first out. Any thread. */
final class Lane implements Executor {

  private static final long LONG_MILLIS = 1000;

  private final CallbackPool pool;
  private final String name;

  /** Guarded by the pool, as the next two are, which are the {@link FairQueue}'s. */
  final ArrayDeque<Runnable> waiting = new ArrayDeque<>(2);

  /** In the ring of lanes where something waits. */
  @Nullable Lane behind;

  int running;

  /** These are {@link #look}'s: what was next, since when, and whether it has been said. */
  private @Nullable Runnable next;

  private long nextSince;
  private boolean warned;

  Lane(CallbackPool pool, String name) {
    this.pool = pool;
    this.name = name;
  }

  CallbackPool pool() {
    return pool;
  }

  /**
   * Puts a task behind those that wait.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down
   */
  @Override
  public void execute(Runnable task) {
    pool.execute(this, task);
  }

  /** Called now and then, by the timer's thread: says, once, that tasks hold up all others. */
  void look(long now) {
    Runnable first;
    int threads;
    synchronized (pool) {
      first = waiting.peekFirst();
      threads = pool.mayRun(this) ? 0 : running;
    }
    if (first == null || first != next) {
      next = first;
      nextSince = now;
      warned &= first != null;
    } else if (!warned && now - nextSince > LONG_MILLIS && threads > 0) {
      warned = true;
      Log.RUNTIME.log(
          System.Logger.Level.WARNING,
          "callbacks of {0} hold up all {1} threads that it may have, and the next has waited for"
              + " {2} ms",
          name,
          threads,
          now - nextSince);
    }
  }
}
