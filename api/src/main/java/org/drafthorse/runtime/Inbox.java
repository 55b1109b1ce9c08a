package org.drafthorse.runtime;

import java.util.ArrayDeque;
import org.drafthorse.Nullable;

/**
 * What waits in a mailbox, and whether somebody holds it. Its lock is this object's monitor, and is
 * never held while mail is delivered. Any thread; a few methods are the holder's alone.
 */
final class Inbox {

  private enum State {
    FREE,
    /** The executor is to run it, and whoever comes first is the holder: it may run it twice. */
    OFFERED,
    HELD
  }

  private State state = State.FREE;

  /** How often it was offered. */
  private int offers;

  /** Null before anything ever waited, as in DIRECT mode most of the time. */
  private @Nullable ArrayDeque<Mail> waiting;

  /** What the holder works on; its alone. */
  private @Nullable ArrayDeque<Mail> batch;

  /** Puts mail behind all that waits. True if it is offered now, which the caller has to do. */
  synchronized boolean add(Mail mail) {
    keep(mail);
    if (state != State.FREE) {
      return false;
    }
    state = State.OFFERED;
    offers = Math.max(1, offers + 1);
    return true;
  }

  /** The same, for an own listener, who holds it for good. */
  synchronized void addForListener(Mail mail) {
    keep(mail);
    notifyAll();
  }

  private void keep(Mail mail) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    waiting.addLast(mail);
  }

  /** Whether the caller holds it from now on, as nobody else did. */
  synchronized boolean tryHold() {
    if (state != State.FREE) {
      return false;
    }
    state = State.HELD;
    return true;
  }

  /** Whether the caller holds it from now on, as the first who runs what was offered. */
  synchronized boolean claim() {
    if (state != State.OFFERED) {
      return false;
    }
    if (isEmpty(batch) && !isEmpty(waiting)) {
      swap();
    }
    state = State.HELD;
    return true;
  }

  /** Whether there is no mail, and nobody who is at it. */
  synchronized boolean isIdle() {
    return state == State.FREE && isEmpty(waiting) && isEmpty(batch);
  }

  /** The holder lets go, and somebody has to be offered what is left. */
  synchronized void handOn() {
    offered();
  }

  /** The number of the offer that nobody has claimed; 0 if there is none. */
  synchronized int offer() {
    return state == State.OFFERED ? offers : 0;
  }

  private void offered() {
    state = State.OFFERED;
    offers = Math.max(1, offers + 1);
  }

  /** The holder's: the next of its batch, or null. */
  @Nullable
  Mail next() {
    return batch == null ? null : batch.pollFirst();
  }

  /**
   * The holder's, whose batch is empty: makes all that waits the next one. Without any, it lets go.
   *
   * @param watch ends the turn then, while the next holder cannot have begun its own
   */
  synchronized boolean nextBatch(TurnWatch watch) {
    if (isEmpty(waiting)) {
      watch.end();
      state = State.FREE;
      return false;
    }
    swap();
    return true;
  }

  /** Waits for mail; false if the listener is to end. */
  boolean await(OwnListener listener) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (this) {
      while (isEmpty(batch) && isEmpty(waiting)) {
        if (listener.isClosed() || listener.isOver()) {
          return false;
        }
        wait();
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

  /** Wakes an own listener, so that it looks whether it is to end. */
  synchronized void wake() {
    notifyAll();
  }

  private void swap() {
    ArrayDeque<Mail> empty = batch;
    batch = waiting;
    waiting = empty;
  }

  private static boolean isEmpty(@Nullable ArrayDeque<Mail> mails) {
    return mails == null || mails.isEmpty();
  }
}
