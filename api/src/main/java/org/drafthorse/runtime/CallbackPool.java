package org.drafthorse.runtime;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Nullable;

/**
 * Threads for callbacks that may block, as many as are needed and the {@link FairQueue} allows. At
 * most one is being woken at a time: until it runs, those that are awake take what comes, so that
 * many short tasks cost few wake-ups; and before it runs its task it wakes the next one if more
 * waits, so that tasks that block hold up no others.
 *
 * <p>Whenever nobody has the lock, which is this object's monitor, no task waits that may run, or a
 * thread is on its way to look for one, or none could be started. It is never held while a task
 * runs or a thread is started.
 */
final class CallbackPool {

  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ThreadFactory factory;
  private final long keepNanos;

  /** Stands for a thread that has to be started. */
  private final Worker newcomer = new Worker();

  /** Guarded by this, as what follows. */
  private final FairQueue tasks;

  /** The latest of those that sleep: it is the one whose stack is still in the caches. */
  private @Nullable Worker idle;

  private int threads;

  /** A worker is on its way to look for a task. */
  private boolean waking;

  private final Guests guests = new Guests(this);

  private volatile boolean shutdown;

  /** No thread could be started, the last time. */
  private volatile boolean failing;

  CallbackPool(int most, ThreadFactory factory) {
    this(most, factory, KEEP_NANOS);
  }

  /**
   * Without threads.
   *
   * @param most of all that a lane leaves to others, see {@link FairQueue}
   * @param keepNanos how long a thread without work stays
   */
  CallbackPool(int most, ThreadFactory factory, long keepNanos) {
    this.tasks = new FairQueue(most);
    this.factory = factory;
    this.keepNanos = keepNanos;
  }

  /**
   * One more lane.
   *
   * @param name whose it is, for the log
   */
  Lane lane(String name) {
    return new Lane(this, name);
  }

  void execute(Lane lane, Runnable task) {
    Worker worker;
    synchronized (this) {
      if (shutdown) {
        throw new RejectedExecutionException("shut down");
      }
      tasks.add(lane, task);
      worker = next();
    }
    boolean woken = false;
    try {
      wake(worker);
      woken = true;
    } finally {
      if (!woken && worker != null) {
        // The caller's stack may be full, so without another call: the next tick wakes it.
        synchronized (this) {
          waking = false;
          if (worker == newcomer) {
            threads--;
          } else {
            worker.awake = false;
            worker.below = idle;
            idle = worker;
          }
        }
      }
    }
  }

  /** With the lock: whether that lane may have one more thread. */
  boolean mayRun(Lane lane) {
    return tasks.mayRun(lane);
  }

  Guests guests() {
    return guests;
  }

  /** Takes no more tasks; those that wait are run. */
  synchronized void shutdown() {
    shutdown = true;
    while (idle != null) {
      Worker worker = idle;
      awaken(worker);
      LockSupport.unpark(worker.thread);
    }
  }

  boolean isShutdown() {
    return shutdown;
  }

  /** Forgets what waits, and interrupts what others run. */
  void drop() {
    synchronized (this) {
      tasks.clear();
    }
    guests.interrupt();
  }

  /** Called now and then, by the timer's thread: a thread that could not be started perhaps can. */
  void look() {
    Worker worker;
    synchronized (this) {
      worker = next();
    }
    wake(worker);
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

  /** With the lock: who has to be woken, without it, for a task that waits; null for nobody. */
  private @Nullable Worker next() {
    if (waking || tasks.next() == null) {
      return null;
    }
    Worker worker = idle;
    if (worker == null) {
      threads++;
      worker = newcomer;
    } else {
      awaken(worker);
    }
    waking = true;
    return worker;
  }

  /** With the lock: the first of the idle is idle no more. */
  private void awaken(Worker first) {
    idle = first.below;
    first.below = null;
    first.awake = true;
  }

  private void wake(@Nullable Worker worker) {
    if (worker == newcomer) {
      start();
    } else if (worker != null) {
      LockSupport.unpark(worker.thread);
    }
  }

  private void start() {
    try {
      factory.newThread(new Worker()).start();
      if (failing) {
        failing = false;
      }
    } catch (Throwable e) {
      boolean first = !failing;
      failing = true;
      synchronized (this) {
        waking = false;
        threads--;
        notifyAll();
      }
      if (first) {
        Log.failed("no thread can be started for callbacks, which wait until one can", e);
      }
    }
  }

  static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      Log.failed("a task failed", e);
    }
    // The mark of an interrupt is the task's; with it nobody can park either.
    boolean unused = Thread.interrupted();
  }

  /** One thread, from its first task until it has had none for long. */
  private final class Worker implements Runnable {

    private volatile @Nullable Thread thread;

    /** The one that is idle for longer. Guarded by the pool. */
    private @Nullable Worker below;

    /** Not among the idle ones. Written with the lock. */
    private volatile boolean awake = true;

    /** Of the task that it runs. */
    private @Nullable Lane lane;

    /** Counted out. */
    private boolean over;

    @Override
    public void run() {
      thread = Thread.currentThread();
      boolean stays = true;
      while (stays) {
        try {
          Runnable task = next(true);
          while (task != null) {
            CallbackPool.run(task);
            task = next(false);
          }
          stays = !over && sleep();
        } catch (Throwable e) {
          // All resources depend on these threads; a task that was taken is offered again.
          stays = comeBack();
          Log.failed("a thread for callbacks goes on", e);
        }
      }
    }

    /** Whatever it was about: it has no task, and is not idle. */
    private boolean comeBack() {
      synchronized (CallbackPool.this) {
        if (lane != null) {
          tasks.done(lane);
          lane = null;
        }
        if (!awake) {
          remove();
          awake = true;
        }
        return !over;
      }
    }

    /**
     * Takes a task. If there is none, this is idle, or counted out if the pool is shut down.
     *
     * @param woken and not from a task
     */
    private @Nullable Runnable next(boolean woken) {
      Runnable task = null;
      Worker other = null;
      synchronized (CallbackPool.this) {
        if (woken) {
          waking = false;
        } else if (lane != null) {
          tasks.done(lane);
        }
        lane = tasks.next();
        if (lane != null) {
          task = tasks.take(lane);
          other = CallbackPool.this.next();
        } else if (shutdown) {
          ended();
        } else {
          awake = false;
          below = idle;
          idle = this;
        }
      }
      wake(other);
      return task;
    }

    /** False if nobody woke it for long; it is counted out then. */
    private boolean sleep() {
      long deadline = System.nanoTime() + keepNanos;
      boolean left = false;
      while (!awake && !left) {
        LockSupport.parkNanos(CallbackPool.this, deadline - System.nanoTime());
        boolean interrupted = Thread.interrupted();
        left = (interrupted || deadline - System.nanoTime() <= 0) && leave();
      }
      return !left;
    }

    /** In one step: whoever looks for a thread finds this one idle, or not counted. */
    private boolean leave() {
      synchronized (CallbackPool.this) {
        if (awake) {
          return false;
        }
        remove();
        ended();
        return true;
      }
    }

    private void remove() {
      if (idle == this) {
        idle = below;
        return;
      }
      Worker above = idle;
      while (above != null && above.below != this) {
        above = above.below;
      }
      if (above != null) {
        above.below = below;
      }
    }

    private void ended() {
      over = true;
      threads--;
      CallbackPool.this.notifyAll();
    }
  }
}
