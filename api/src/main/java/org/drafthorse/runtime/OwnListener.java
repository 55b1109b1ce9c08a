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
      mailbox.runOwn(this);
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

  boolean isOver() {
    return over.getAsBoolean();
  }
}
