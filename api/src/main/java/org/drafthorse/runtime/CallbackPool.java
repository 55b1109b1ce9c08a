package org.drafthorse.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Nullable;

/**
 * Threads for callbacks that may block, as many as are needed up to a number. At most one is being
 * woken at a time: until it runs, those that are awake take what comes, so that many short tasks
 * cost few wake-ups; and before it runs its task it wakes the next one if more waits, so that tasks
 * that block hold up no others.
 */
final class CallbackPool implements Executor {

  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LONG_MILLIS = 1000;

  private final int most;
  private final ThreadFactory factory;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** The latest first: it is the one whose stack is still in the caches. Guarded by this. */
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();

  /** Guarded by this. */
  private int threads;

  /** Others that run a task of ours. */
  private final Set<Thread> guests = ConcurrentHashMap.newKeySet();

  /** A worker is on its way to look for a task. */
  private volatile boolean waking;

  private volatile boolean shutdown;

  /** These are {@link #look}'s: what was next, since when, and whether it has been said. */
  private @Nullable Runnable next;

  private long nextSince;
  private boolean warned;

  CallbackPool(int most, ThreadFactory factory) {
    this.most = most;
    this.factory = factory;
  }

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    tasks.add(task);
    if (!wakeOne() && tasks.remove(task)) {
      throw new RejectedExecutionException("no thread can be started");
    }
  }

  /** The caller's thread takes a task for {@link #runHere}; false if no more are taken. */
  boolean takeHere() {
    guests.add(Thread.currentThread());
    // After that: whoever waits for the end has either seen the guest or shut down before.
    if (shutdown) {
      guestEnded();
      return false;
    }
    return true;
  }

  /** Runs the task that the caller's thread has taken. */
  void runHere(Runnable task) {
    try {
      run(task);
    } finally {
      guestEnded();
    }
  }

  private void guestEnded() {
    guests.remove(Thread.currentThread());
    if (shutdown) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Takes no more tasks; those that wait are run. */
  void shutdown() {
    shutdown = true;
    synchronized (this) {
      idle.forEach(Worker::wake);
      idle.clear();
    }
  }

  boolean isShutdown() {
    return shutdown;
  }

  /** Forgets what waits, and interrupts what others run. */
  void drop() {
    tasks.clear();
    guests.forEach(Thread::interrupt);
  }

  /** Called now and then, by the timer's thread: says, once, that tasks hold up all threads. */
  void look(long now) {
    Runnable first = tasks.peek();
    if (first == null || first != next) {
      next = first;
      nextSince = now;
      warned &= first != null;
    } else if (!warned && now - nextSince > LONG_MILLIS && isFull()) {
      warned = true;
      Log.RUNTIME.log(
          System.Logger.Level.WARNING,
          "callbacks hold up all {0} threads, and the next has waited for {1} ms",
          most,
          now - nextSince);
    }
  }

  private synchronized boolean isFull() {
    return threads == most && idle.isEmpty();
  }

  /** Whether all threads have ended within that time. */
  synchronized boolean awaitEnd(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (threads > 0 || !guests.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** False if what waits would wait for ever: there is no thread, and none can be started. */
  private boolean wakeOne() {
    if (waking) {
      return true;
    }
    synchronized (this) {
      if (waking) {
        return true;
      }
      Worker found = idle.pollLast();
      if (found != null) {
        waking = true;
        found.wake();
        return true;
      }
      if (threads == most) {
        return true;
      }
      threads++;
      waking = true;
    }
    return start(new Worker());
  }

  private boolean start(Worker worker) {
    try {
      factory.newThread(worker).start();
      return true;
    } catch (Throwable e) {
      Log.RUNTIME.log(System.Logger.Level.ERROR, "cannot start a thread for callbacks", e);
      waking = false;
      return ended() > 0;
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      Log.RUNTIME.log(System.Logger.Level.ERROR, "a task failed", e);
    }
    // The mark of an interrupt is the task's; with it nobody can park either.
    boolean unused = Thread.interrupted();
  }

  private synchronized int ended() {
    threads--;
    notifyAll();
    return threads;
  }

  /** One thread, from its first task until it has had none for long. */
  private final class Worker implements Runnable {

    private @Nullable Thread thread;

    /** Taken out of the idle ones. */
    private volatile boolean awake = true;

    void wake() {
      awake = true;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        boolean woken = true;
        while (woken) {
          work();
          woken = sleep();
        }
      } finally {
        int unused = ended();
      }
    }

    private void work() {
      // First, since those that come while it is up wake nobody.
      waking = false;
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        if (!tasks.isEmpty()) {
          boolean unused = wakeOne();
        }
        CallbackPool.run(task);
      }
    }

    /** False if there was nothing to do for long. */
    private boolean sleep() {
      synchronized (CallbackPool.this) {
        if (shutdown && tasks.isEmpty()) {
          return false;
        }
        awake = false;
        idle.addLast(this);
      }
      if (!tasks.isEmpty()) {
        boolean unused = wakeOne();
      }
      long deadline = System.nanoTime() + KEEP_NANOS;
      while (!awake) {
        LockSupport.parkNanos(CallbackPool.this, deadline - System.nanoTime());
        boolean interrupted = Thread.interrupted();
        if (!awake && (interrupted || deadline - System.nanoTime() <= 0)) {
          synchronized (CallbackPool.this) {
            if (idle.remove(this)) {
              return false;
            }
          }
        }
      }
      return true;
    }
  }
}
