package org.drafthorse.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;

/**
 * Runs the callbacks of a resource one after the other, whatever threads bring them. At most one
 * thread at a time <em>holds</em> the mailbox; whoever puts mail into one that nobody holds sees to
 * it that somebody will. A holder empties it in batches, for a bounded turn, and then hands on what
 * is left.
 *
 * <p>An executor may do what it likes: throw whatever it likes, with or without having taken what
 * it was offered, run it at once or twice. Mail stays until somebody holds the mailbox.
 */
final class Mailbox extends Offer implements Runnable {

  /** Mails of one turn, so that one resource does not keep a thread from others. */
  private static final int TURN = 256;

  private final String name;
  private final ListenerMode mode;
  private final Executor executor;

  /** The pool's, if turns that have been short may run on the thread that reads; or null. */
  private final @Nullable Guests guests;

  private final Quickness quickness;
  private final RefusedOffers refused;
  private final CallbackLoader loader;
  private final TurnWatch watch;
  private final Inbox inbox = new Inbox();

  /** The timer's: when it looked, as several connections may have the same mailbox. */
  private long watchedAt;

  /** Connections whose last event is still to come. */
  private final AtomicInteger attached = new AtomicInteger();

  Mailbox(
      String name,
      ListenerMode mode,
      Executor executor,
      Quickness quickness,
      RefusedOffers refused,
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
    this.refused = refused;
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

  /**
   * Puts mail behind all that waits. Any thread; never delivers it before it returns, unless the
   * executor does so.
   */
  void put(Mail mail) {
    if (mode == ListenerMode.OWN) {
      inbox.addForListener(mail);
    } else if (inbox.add(mail)) {
      offer();
    }
  }

  /**
   * Takes hold of the mailbox for mail that is at hand, if callbacks may run on this thread and
   * nothing is before it. {@link #leave} must follow.
   */
  boolean tryEnter() {
    return mode == ListenerMode.DIRECT && inbox.tryHold();
  }

  /** Delivers mail that never was in the box, between {@link #tryEnter} and {@link #leave}. */
  void deliverNow(Mail mail) {
    ClassLoader before = beginTurn(Turn.current());
    try {
      mail.deliver();
    } finally {
      watch.end();
      loader.leave(before);
    }
  }

  /** Delivers what came meanwhile, and lets go. */
  void leave() {
    boolean more;
    try {
      more = inbox.nextBatch(watch) && runTurn();
      if (more) {
        inbox.handOn();
      }
    } catch (Throwable e) {
      postpone(e);
      return;
    }
    if (more) {
      offer();
    }
  }

  /** On the executor's thread: takes hold of the mailbox, unless it was run already. */
  @Override
  public void run() {
    boolean held = false;
    try {
      held = inbox.claim();
      if (held) {
        long start = System.nanoTime();
        // An executor that runs this within a turn would nest the next one without end.
        boolean nested = Turn.current() != null;
        while (runTurn() && (nested || !tryHandOn())) {}
        held = false;
        quickness.add(System.nanoTime() - start);
      }
    } catch (Throwable e) {
      if (held) {
        inbox.handOn();
      }
      refused.add(this, e);
    }
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

  /**
   * One turn; false if it ended with the last mail, and so without hold of the mailbox. Throws only
   * with hold of it.
   */
  private boolean runTurn() {
    boolean more = true;
    try {
      Turn current = Turn.enter();
      try {
        ClassLoader before = beginTurn(current);
        try {
          for (int i = 0; i < TURN && more && !watch.isLong(); i++) {
            more = deliverNext() || inbox.nextBatch(watch);
          }
        } finally {
          if (more) {
            watch.end();
          }
          loader.leave(before);
        }
      } finally {
        current.exit();
      }
    } catch (Throwable e) {
      if (more) {
        throw e;
      }
      Log.failed("the end of a turn failed", this, e);
    }
    return more;
  }

  /** The holder's: false if its batch is empty. */
  private boolean deliverNext() {
    Mail mail = inbox.next();
    if (mail == null) {
      return false;
    }
    try {
      mail.deliver();
    } catch (Throwable e) {
      mail.failed(e);
    }
    return true;
  }

  /** Own listener: waits for mail, and delivers it; false if the listener is to end. */
  boolean runOwnTurn(OwnListener listener) throws InterruptedException {
    if (!inbox.await(listener)) {
      return false;
    }
    Turn current = Turn.enter();
    try {
      ClassLoader before = beginTurn(current);
      try {
        while (deliverNext() && !listener.isToStop()) {}
      } finally {
        watch.end();
        loader.leave(before);
      }
    } finally {
      current.exit();
    }
    return true;
  }

  /** Whether there is no mail, and nobody who is at it. */
  boolean isIdle() {
    return inbox.isIdle();
  }

  /** Wakes an own listener, so that it looks whether it is to end. */
  void wake() {
    inbox.wake();
  }

  /** Called now and then, by the timer's thread. */
  void watch(long now) {
    if (watchedAt != now) {
      watchedAt = now;
      watch.look(now);
      if (watch.isForgotten(inbox.offer(), now)) {
        offer();
      }
    }
  }

  /** Has somebody run it, now or at the next tick. */
  private void offer() {
    try {
      Turn leader = isQuick() ? Turn.leader() : null;
      // Taken at once: a connection that ends now is waited for only until its TCP is closed.
      if (leader != null && guests != null && guests.take()) {
        leader.keep(this);
      } else {
        executor.execute(this);
      }
    } catch (Throwable e) {
      refused.add(this, e);
    }
  }

  @Override
  void offerAgain() {
    if (inbox.offer() > 0) {
      offer();
    }
  }

  /** False if nobody was there to take what is left, and so the caller still has hold of it. */
  private boolean tryHandOn() {
    // So that one that runs it at once takes all that is left.
    Turn around = Turn.enter();
    inbox.handOn();
    try {
      executor.execute(this);
      return true;
    } catch (Throwable e) {
      return !claimAgain(e);
    } finally {
      around.exit();
    }
  }

  /** The executor is full or shut down, and there is at least this thread. */
  private boolean claimAgain(Throwable refusal) {
    try {
      return inbox.claim();
    } catch (Throwable e) {
      refused.add(this, refusal);
      return false;
    }
  }

  /** The holder could not even begin a turn: what is left waits for the next tick. */
  private void postpone(Throwable cause) {
    inbox.handOn();
    refused.add(this, cause);
  }

  private @Nullable ClassLoader beginTurn(@Nullable Turn current) {
    watch.begin(current);
    return loader.enter();
  }

  @Override
  public String toString() {
    return name;
  }
}
