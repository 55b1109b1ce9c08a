package org.drafthorse.servlet.jetty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Nullable;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * Takes the place of a selector's thread that a callback holds up. Jetty asks for such a thread
 * before it runs a task that may block, and would wake one each time. Here none is woken before the
 * task has taken a millisecond, and most take much less: the selector's thread then goes on as if
 * it had never asked.
 *
 * <p>A connector's executor, for tasks of {@link JettyConnection} alone: others say when they may
 * block, but not when they are over.
 */
public final class Followers extends AbstractLifeCycle implements TryExecutor {

  /** Another takes over after one to two of them. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How many threads callbacks may hold up, before they are left to threads of their own. */
  private static final int MOST_HELD_UP = 8;

  private final ThreadPool threads;
  private final ThreadLocal<Lead> leads = ThreadLocal.withInitial(Lead::new);

  /** By Jetty's strategy: what a thread runs to serve that selector. */
  private final Map<Runnable, Place> places = new ConcurrentHashMap<>();

  private final AtomicInteger heldUp = new AtomicInteger();
  private volatile boolean asleep;
  private volatile @Nullable Thread watch;

  /**
   * With the threads of that pool, which stay the server's. Where it has few left, {@link
   * JettyConnection} keeps to itself.
   */
  public Followers(ThreadPool threads) {
    this.threads = threads;
  }

  @Override
  protected void doStart() {
    Thread thread = new Thread(this::watch, "drafthorse-followers");
    thread.setDaemon(true);
    watch = thread;
    thread.start();
  }

  @Override
  protected void doStop() throws InterruptedException {
    Thread thread = watch;
    watch = null;
    places.clear();
    if (thread != null) {
      LockSupport.unpark(thread);
      thread.join();
    }
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** On the selector's thread, which is about to run a task that may block. */
  @Override
  public boolean tryExecute(Runnable strategy) {
    if (watch == null) {
      return false;
    }
    Lead lead = leads.get();
    lead.offer();
    places.computeIfAbsent(strategy, Place::new).lead = lead;
    if (asleep) {
      asleep = false;
      LockSupport.unpark(watch);
    }
    return true;
  }

  /** Whether another thread would come if this one were held up. */
  boolean areReady() {
    return heldUp.get() < MOST_HELD_UP && !threads.isLowOnThreads();
  }

  /**
   * For a task for which Jetty has just asked, on this thread: it may block, until it says that it
   * is over. Null if it may not.
   */
  @Nullable
  Lead lead() {
    Lead lead = leads.get();
    return lead.take() ? lead : null;
  }

  private void watch() {
    while (watch == Thread.currentThread()) {
      boolean quiet = true;
      for (Place each : places.values()) {
        quiet &= each.isUnchanged();
      }
      if (quiet) {
        sleep();
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  private void sleep() {
    asleep = true;
    // Whoever led before that did not see it.
    for (Place each : places.values()) {
      if (!each.isUnchanged()) {
        asleep = false;
      }
    }
    while (asleep && watch == Thread.currentThread()) {
      LockSupport.park(this);
    }
  }

  private void replace(Runnable strategy) {
    try {
      threads.execute(strategy);
    } catch (RejectedExecutionException e) {
      // The server stops, and so does that selector.
    } catch (Throwable e) {
      // This thread goes on: all others depend on it.
      System.getLogger(Followers.class.getName())
          .log(System.Logger.Level.ERROR, "no thread for a selector that a callback holds up", e);
    }
  }

  /**
   * A selector, and the thread that led there last. The fields without volatile are the watch's.
   */
  private static final class Place {

    private final Runnable strategy;
    private volatile @Nullable Lead lead;
    private @Nullable Lead seen;
    private long seenState;

    Place(Runnable strategy) {
      this.strategy = strategy;
    }

    /** False if something went on since the last time, or has to be looked at again. */
    boolean isUnchanged() {
      Lead now = lead;
      if (now == null) {
        return true;
      }
      long state = now.state.get();
      if (now != seen || state != seenState) {
        seen = now;
        seenState = state;
        return false;
      }
      return !now.relieve(state, strategy);
    }
  }

  /** What one thread is about: one task after the other. */
  final class Lead {

    /** A task that may block begins, perhaps one of Jetty's own. */
    private static final int OFFERED = 1;

    /** The task is one of ours, which says when it is over. */
    private static final int TAKEN = 2;

    /** The same, and another thread has the place of this one. */
    private static final int RELIEVED = 3;

    private static final int STATES = 4;

    /** The number of the task, times {@link #STATES}, plus its state: 0 when it is over. */
    private final AtomicLong state = new AtomicLong();

    private void offer() {
      state.set((state.get() / STATES + 1) * STATES + OFFERED);
    }

    private boolean take() {
      long now = state.get();
      return now % STATES == OFFERED && state.compareAndSet(now, now - OFFERED + TAKEN);
    }

    boolean isRelieved() {
      return state.get() % STATES == RELIEVED;
    }

    /** The task is over. */
    void end() {
      long over = state.get() / STATES * STATES;
      if (!state.compareAndSet(over + TAKEN, over)) {
        state.set(over);
        heldUp.decrementAndGet();
      }
    }

    /** Has another thread serve the selector, unless that task is over or was relieved before. */
    private boolean relieve(long task, Runnable strategy) {
      long over = task / STATES * STATES;
      if (state.compareAndSet(over + TAKEN, over + RELIEVED)) {
        heldUp.incrementAndGet();
      } else if (!state.compareAndSet(over + OFFERED, over)) {
        return false;
      }
      replace(strategy);
      return true;
    }
  }
}
