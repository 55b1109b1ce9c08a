package org.drafthorse.servlet.jetty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Nullable;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.TryExecutor;

/**
 * The threads of a connector's selectors: one for each, and others that take the place of one that
 * a callback holds up. Jetty asks for such a thread before it runs a task that may block, and would
 * wake one each time. Here none is woken before the task has taken a millisecond, and most take
 * much less: the selector's thread then goes on as if it had never asked.
 *
 * <p>A bean of the connector and the executor of its selectors, whose only tasks that may block are
 * those of {@link JettyConnection}. They are daemons, since callbacks may never return.
 */
public final class SelectorThreads extends AbstractLifeCycle implements TryExecutor {

  /** Another thread takes over after one to two of them. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How many threads callbacks may hold up, before they are left to threads of their own. */
  private static final int MOST_HELD_UP = 8;

  private static final long LAST_STEPS_SECONDS = 1;

  private final ThreadLocal<Lead> leads = ThreadLocal.withInitial(Lead::new);

  /** By Jetty's strategy: what a thread runs to serve that selector. */
  private final Map<Runnable, Place> places = new ConcurrentHashMap<>();

  private final AtomicInteger heldUp = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private volatile ExecutorService threads = Executors.newCachedThreadPool(this::newThread);
  private volatile boolean asleep;
  private volatile @Nullable Thread watch;

  /** The watch's: whether it has said that there is no thread. */
  private boolean failing;

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "drafthorse-selector-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  protected void doStart() {
    if (threads.isShutdown()) {
      threads = Executors.newCachedThreadPool(this::newThread);
    }
    Thread thread = new Thread(this::watch, "drafthorse-selector-watch");
    thread.setDaemon(true);
    watch = thread;
    thread.start();
  }

  @Override
  protected void doStop() throws InterruptedException {
    Thread thread = watch;
    watch = null;
    places.clear();
    threads.shutdown();
    if (thread != null) {
      LockSupport.unpark(thread);
      thread.join();
    }
    boolean unused = threads.awaitTermination(LAST_STEPS_SECONDS, TimeUnit.SECONDS);
  }

  /** Once for each selector, when it starts. */
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
    Place place = places.computeIfAbsent(strategy, Place::new);
    lead.place = place;
    lead.offer();
    place.lead = lead;
    if (asleep) {
      asleep = false;
      LockSupport.unpark(watch);
    }
    return true;
  }

  /** Whether another thread would come if this one were held up. */
  boolean areReady() {
    return heldUp.get() < MOST_HELD_UP;
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
      try {
        if (isQuiet()) {
          sleep();
        }
      } catch (Throwable e) {
        // All selectors depend on this thread, and it has nothing of its own to put right.
        failed(e);
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  private boolean isQuiet() {
    boolean quiet = true;
    for (Place each : places.values()) {
      quiet &= each.isUnchanged();
    }
    return quiet;
  }

  private void sleep() {
    asleep = true;
    // Whoever led before that did not see it.
    if (!isQuiet()) {
      asleep = false;
    }
    while (asleep && watch == Thread.currentThread()) {
      LockSupport.park(this);
    }
  }

  private boolean replace(Runnable strategy) {
    try {
      threads.execute(strategy);
      failing = false;
      return true;
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  private void failed(Throwable e) {
    if (!failing && watch != null) {
      failing = true;
      System.getLogger("org.drafthorse.runtime")
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
      if (now.place != this) {
        // The thread serves another selector by now, and is seen to there.
        return true;
      }
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

    /** Where the task began; set before it does. */
    private volatile @Nullable Place place;

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

    /**
     * Has another thread serve the selector, unless that task is over or was relieved before. If it
     * ends right now, the other finds that there is nothing to do.
     */
    private boolean relieve(long task, Runnable strategy) {
      boolean taken = task % STATES == TAKEN;
      if (!taken && task % STATES != OFFERED) {
        return false;
      }
      if (replace(strategy)) {
        if (!taken) {
          boolean unused = state.compareAndSet(task, task - OFFERED);
        } else if (state.compareAndSet(task, task - TAKEN + RELIEVED)) {
          heldUp.incrementAndGet();
        }
      }
      return true;
    }
  }
}
