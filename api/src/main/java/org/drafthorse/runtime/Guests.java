package org.drafthorse.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Threads that are not the pool's and run a task of it: its end waits for them as well. */
final class Guests {

  private final CallbackPool pool;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  Guests(CallbackPool pool) {
    this.pool = pool;
  }

  /** The caller's thread takes a task for {@link #run}; false if it can't, or has one. */
  boolean take() {
    if (!threads.add(Thread.currentThread())) {
      return false;
    }
    // After that: whoever waits for the end has either seen the guest or shut down before.
    if (pool.isShutdown()) {
      leave();
      return false;
    }
    return true;
  }

  /** Runs the task that the caller's thread has taken. */
  void run(Runnable task) {
    try {
      CallbackPool.run(task);
    } finally {
      leave();
    }
  }

  private void leave() {
    threads.remove(Thread.currentThread());
    if (pool.isShutdown()) {
      synchronized (pool) {
        pool.notifyAll();
      }
    }
  }

  boolean isEmpty() {
    return threads.isEmpty();
  }

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
