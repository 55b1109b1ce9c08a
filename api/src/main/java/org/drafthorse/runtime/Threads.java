package org.drafthorse.runtime;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.Nullable;

/** The threads of a runtime: those that run callbacks, and one for timeouts. All are daemons. */
final class Threads {

  /** One resource alone gets half of them. */
  private static final int MOST_CALLBACK_THREADS = 400;

  private final @Nullable Executor given;
  private final Executor adapters;
  private final RefusedOffers refused = new RefusedOffers();
  private final @Nullable CallbackPool own;
  private final Named callbackThreads = new Named("drafthorse-callbacks");
  private final Named timerThread = new Named("drafthorse-timer");
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(timerThread);

  /** Uses that executor, or makes threads. */
  Threads(@Nullable Executor given) {
    this.given = given;
    this.own = given == null ? new CallbackPool(MOST_CALLBACK_THREADS, callbackThreads) : null;
    this.adapters = executor("the server");
  }

  /**
   * Where one resource's callbacks run.
   *
   * @param name whose they are, for the log
   */
  Executor executor(String name) {
    if (given != null) {
      return given;
    }
    return Objects.requireNonNull(own).lane(name);
  }

  /** What an executor does not take is kept here. */
  RefusedOffers refused() {
    return refused;
  }

  /** Runs an adapter's task, once and as soon as the executor takes it. */
  void execute(Runnable task) {
    new AdapterTask(task).offerAgain();
  }

  /** Called now and then, by the timer's thread. */
  void look(long now) {
    if (own != null) {
      own.look();
    }
    look(adapters, now);
    refused.look(now);
  }

  /** The same, for one of {@link #executor}. */
  static void look(Executor executor, long now) {
    if (executor instanceof Lane lane) {
      lane.look(now);
    }
  }

  void sweepEvery(long millis, Runnable sweep) {
    Future<?> unused =
        timer.scheduleWithFixedDelay(() -> guarded(sweep), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Lets waiting callbacks run for that long, once, and ends all threads of its own. */
  void stop(long patienceNanos) {
    timer.shutdown();
    if (own != null && !own.isShutdown()) {
      own.shutdown();
      awaitEnd(own, patienceNanos);
    }
    awaitEnd(timer, timerThread, Math.min(patienceNanos, TimeUnit.SECONDS.toNanos(1)));
  }

  private void awaitEnd(CallbackPool pool, long patienceNanos) {
    try {
      if (pool.awaitEnd(patienceNanos)) {
        callbackThreads.join();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.drop();
    callbackThreads.interrupt();
  }

  /** Really: a container may look for threads that were left behind as soon as this returns. */
  private static void awaitEnd(ExecutorService threads, Named all, long patienceNanos) {
    try {
      if (threads.awaitTermination(patienceNanos, TimeUnit.NANOSECONDS)) {
        all.join();
      } else {
        List<Runnable> unused = threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      List<Runnable> unused = threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** A sweep that throws would be the last one. */
  private static void guarded(Runnable sweep) {
    try {
      sweep.run();
    } catch (Throwable t) {
      Log.failed("the sweep over timeouts failed", t);
    }
  }

  private final class AdapterTask extends Offer implements Runnable {

    private final Runnable task;
    private final AtomicBoolean run = new AtomicBoolean();

    AdapterTask(Runnable task) {
      this.task = task;
    }

    @Override
    void offerAgain() {
      try {
        if (!run.get()) {
          adapters.execute(this);
        }
      } catch (Throwable e) {
        refused.add(this, e);
      }
    }

    /** An executor may take it and throw all the same. */
    @Override
    public void run() {
      if (run.compareAndSet(false, true)) {
        task.run();
      }
    }

    @Override
    public String toString() {
      return "the server";
    }
  }

  /** Makes daemons, and knows those that are not over. */
  private static final class Named implements ThreadFactory {

    private static final long LAST_STEPS_MILLIS = 1000;

    private final String name;
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Thread> made = new ConcurrentLinkedQueue<>();

    Named(String name) {
      this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      made.removeIf(each -> each.getState() == Thread.State.TERMINATED);
      made.add(thread);
      return thread;
    }

    void interrupt() {
      made.forEach(Thread::interrupt);
    }

    /** Waits for the last steps of threads whose executor has nothing more for them. */
    void join() throws InterruptedException {
      for (Thread each : made) {
        each.join(LAST_STEPS_MILLIS);
      }
    }
  }
}
