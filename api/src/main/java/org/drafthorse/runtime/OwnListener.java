package org.drafthorse.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.drafthorse.ResourceListener;

/** A thread of the application's that drains a mailbox. */
final class OwnListener implements ResourceListener {

  private final Mailbox mailbox;
  private final AtomicBoolean running;
  private final BooleanSupplier over;
  private volatile boolean closed;

  /**
   * One of several that may run in turn.
   *
   * @param running shared by the listeners of one mailbox
   * @param over whether the resource is gone and no connection is left
   */
  OwnListener(Mailbox mailbox, AtomicBoolean running, BooleanSupplier over) {
    this.mailbox = mailbox;
    this.running = running;
    this.over = over;
  }

  @Override
  public void run() {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException("another thread runs this resource's listener");
    }
    try {
      boolean goesOn = true;
      while (goesOn) {
        try {
          goesOn = mailbox.runOwnTurn(this);
        } catch (RuntimeException | Error e) {
          // What is thrown between deliveries does not end it, since all mail depends on it.
          Log.failed("the listener goes on", mailbox, e);
          // It may come again at once, and for ever.
          Thread.sleep(Clock.TICK_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
  }

  @Override
  public void close() {
    closed = true;
    mailbox.wake();
  }

  boolean isClosed() {
    return closed;
  }

  /** At once, whatever waits. */
  boolean isToStop() {
    return closed || Thread.currentThread().isInterrupted();
  }

  boolean isOver() {
    return over.getAsBoolean();
  }
}
