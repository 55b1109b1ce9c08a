package org.drafthorse.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;

/**
 * Runs the callbacks of a resource one after the other, whatever threads bring them. At most one
 * thread at a time <em>holds</em> the mailbox; whoever puts mail into one that nobody holds sees to
 * it that somebody will. A holder empties it in batches, for a bounded turn, and then hands on what
 * is left.
 *
 * <p>The lock, {@code inbox}'s monitor, is never held while mail is delivered.
 */
final class Mailbox implements Runnable {

  /** Mails of one turn, so that one resource does not keep a thread from others. */
  private static final int TURN = 256;

  private final String name;
  private final ListenerMode mode;
  private final Executor executor;

  /** The pool's, if turns that have been short may run on the thread that reads; or null. */
  private final @Nullable Guests guests;

  private final Quickness quickness;
  private final Consumer<Runnable> retryLater;
  private final CallbackLoader loader;
  private final TurnWatch watch;

  /** The monitor of all that is guarded, and of an own listener's wait. */
  private final Object lock = new Object();

  /** Null before anything ever waited, as in DIRECT mode most of the time. */
  private @Nullable ArrayDeque<Mail> inbox;

  private boolean held;

  /** The batch that the holder works on; the holder's alone. */
  private @Nullable ArrayDeque<Mail> batch;

  /** Connections whose last event is still to come. */
  private final AtomicInteger attached = new AtomicInteger();

  Mailbox(
      String name,
      ListenerMode mode,
      Executor executor,
      Quickness quickness,
      Consumer<Runnable> retryLater,
      CallbackLoader loader,
      Clock clock) {
    this.name = name;
    this.mode = mode;
    this.executor = executor;
    this.guests =
        mode == ListenerMode.EXECUTOR && executor instanceof Lane lane
            ? lane.pool().guests()
            : null;
    this.quickness = quickness;
    this.retryLater = retryLater;
    this.loader = loader;
    this.watch = new TurnWatch(name, mode, clock);
  }

  /** A connection will use this mailbox, until its last event. */
  void attach() {
    attached.incrementAndGet();
  }

  void detach() {
    attached.decrementAndGet();
  }

  boolean isAttached() {
    return attached.get() > 0;
  }

  /** Puts mail behind all that waits. Any thread; never delivers it before it returns. */
  void put(Mail mail) {
    synchronized (lock) {
      if (inbox == null) {
        inbox = new ArrayDeque<>(2);
      }
      inbox.addLast(mail);
      if (mode == ListenerMode.OWN) {
        lock.notifyAll();
        return;
      }
      if (held) {
        return;
      }
      held = true;
    }
    schedule();
  }

  /**
   * Takes hold of the mailbox for mail that is at hand, if callbacks may run on this thread and
   * nothing is before it. {@link #leave} must follow.
   */
  boolean tryEnter() {
    if (mode != ListenerMode.DIRECT) {
      return false;
    }
    synchronized (lock) {
      if (held) {
        return false;
      }
      held = true;
    }
    return true;
  }

  /** Delivers mail that never was in the box, between {@link #tryEnter} and {@link #leave}. */
  void deliverNow(Mail mail) {
    ClassLoader before = beginTurn(Turn.current());
    try {
      deliver(mail);
    } finally {
      watch.end();
      loader.leave(before);
    }
  }

  /** Delivers what came meanwhile, and lets go. */
  void leave() {
    if (nextBatch() && runTurn()) {
      schedule();
    }
  }

  /** On the executor's thread, with hold of the mailbox. */
  @Override
  public void run() {
    long start = System.nanoTime();
    // An executor that is full or shut down has at least this thread for what is left.
    while (runTurn() && !trySchedule()) {}
    quickness.add(System.nanoTime() - start);
  }

  /** Whether a thread that reads had better run its turns as well, than wake another for each. */
  boolean isQuick() {
    return guests != null && quickness.isProven();
  }

  /** As {@link #run}, on the thread that read and was given this to keep, whoever's that is. */
  void runHere() {
    if (guests != null) {
      guests.run(this);
    }
  }

  /** One turn; false if it ended with the last mail, and so without hold of the mailbox. */
  private boolean runTurn() {
    Turn current = Turn.enter();
    ClassLoader before = beginTurn(current);
    boolean more = true;
    try {
      for (int i = 0; i < TURN && more; i++) {
        Mail mail = nextOfBatch();
        if (mail == null) {
          more = nextBatch();
        } else {
          deliver(mail);
        }
      }
    } finally {
      if (more) {
        watch.end();
      }
      loader.leave(before);
      current.exit();
    }
    return more;
  }

  /** Own listener: delivers until the end is asked for and nothing is left, or at once if so. */
  void runOwn(OwnListener listener) throws InterruptedException {
    while (awaitMail(listener)) {
      Turn current = Turn.enter();
      ClassLoader before = beginTurn(current);
      try {
        Mail mail = nextOfBatch();
        while (mail != null) {
          deliver(mail);
          boolean ends = listener.isClosed() || Thread.currentThread().isInterrupted();
          mail = ends ? null : nextOfBatch();
        }
      } finally {
        watch.end();
        loader.leave(before);
        current.exit();
      }
    }
  }

  /** Wakes an own listener, so that it looks whether it is to end. */
  void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  /** Called now and then, by the timer's thread. */
  void watch(long now) {
    watch.look(now);
  }

  private boolean awaitMail(OwnListener listener) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (lock) {
      while (isEmpty(batch) && isEmpty(inbox)) {
        if (listener.isClosed() || listener.isOver()) {
          return false;
        }
        lock.wait();
      }
      if (listener.isClosed()) {
        return false;
      }
      if (isEmpty(batch)) {
        swap();
      }
      return true;
    }
  }

  /** Makes all that waits the next batch; without any, lets go of the mailbox. */
  private boolean nextBatch() {
    synchronized (lock) {
      if (isEmpty(inbox)) {
        // Here, and not later: the next holder may be about to set its own.
        watch.end();
        held = false;
        return false;
      }
      swap();
      return true;
    }
  }

  private @Nullable Mail nextOfBatch() {
    return batch == null ? null : batch.pollFirst();
  }

  private static boolean isEmpty(@Nullable ArrayDeque<Mail> mails) {
    return mails == null || mails.isEmpty();
  }

  private void swap() {
    ArrayDeque<Mail> empty = batch;
    batch = inbox;
    inbox = empty;
  }

  private void schedule() {
    Turn leader = isQuick() ? Turn.leader() : null;
    // Taken at once: a connection that ends now is waited for only until its TCP is closed.
    if (leader != null && guests != null && guests.take()) {
      leader.keep(this);
    } else if (!trySchedule()) {
      // The mail stays, and the mailbox held, until an attempt succeeds.
      retryLater.accept(this::schedule);
    }
  }

  private boolean trySchedule() {
    try {
      executor.execute(this);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Nothing that mail throws may leave the mailbox held by nobody. */
  private void deliver(Mail mail) {
    try {
      mail.deliver();
    } catch (RuntimeException | Error e) {
      Log.RUNTIME.log(System.Logger.Level.ERROR, "delivery to " + name + " failed", e);
    }
  }

  private @Nullable ClassLoader beginTurn(@Nullable Turn current) {
    watch.begin(current);
    return loader.enter();
  }
}
