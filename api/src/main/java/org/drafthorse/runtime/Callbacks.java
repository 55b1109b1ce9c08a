package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.Closing.Ending;

/**
 * The way of one connection's events through the mailbox to the handler. {@code onOpen} is first
 * and {@code onClose} last, once each: after it, what is still in the mailbox for this connection
 * is passed over.
 *
 * <p>What has to wait is kept here, and the mailbox only holds this object once for each event: so
 * that all of it can be let go when nobody is to hear of it any more.
 */
final class Callbacks implements Mail {

  /** The events of a connection. */
  enum Kind {
    OPEN,
    TEXT,
    BINARY,
    PONG,
    END;

    boolean isMessage() {
      return this != OPEN && this != END;
    }
  }

  private record Event(Kind kind, Object payload, long bytes) {}

  private final ConnectionDriver driver;
  private final Mailbox mailbox;
  private final Credit credit;
  private final Object lock = new Object();
  private @Nullable ArrayDeque<Event> waiting;

  /** An event that never waits; within the mailbox's turns only. */
  private @Nullable Kind kindAtHand;

  private Object atHand = "";

  private volatile boolean dropping;
  private volatile boolean opened;

  /** Within the mailbox's turns only. */
  private boolean begun;

  /** Within the mailbox's turns only. */
  private boolean over;

  Callbacks(ConnectionDriver driver, Mailbox mailbox, Credit credit) {
    this.driver = driver;
    this.mailbox = mailbox;
    this.credit = credit;
    mailbox.attach();
  }

  /** On the I/O thread: the connection is open. */
  void opened() {
    opened = true;
    bring(Kind.OPEN, "", 0);
  }

  /** On the I/O thread: delivers now where that is allowed, or puts it into the mailbox. */
  void bring(Kind kind, Object payload, long bytes) {
    if (mailbox.tryEnter()) {
      kindAtHand = kind;
      atHand = payload;
      try {
        mailbox.deliverNow(this);
      } finally {
        mailbox.leave();
      }
    } else {
      put(new Event(kind, payload, bytes));
    }
  }

  /** Any thread: the last event. If it overtakes the first, the handler hears of neither. */
  void ended(Ending reason) {
    put(new Event(Kind.END, reason, 0));
  }

  /** From now on, what came and was not handled is passed over, and lets go of its memory. */
  void drop() {
    dropping = true;
    long bytes = 0;
    int messages = 0;
    synchronized (lock) {
      if (waiting == null) {
        return;
      }
      for (Event each : waiting) {
        if (each.kind().isMessage()) {
          bytes += each.bytes();
          messages++;
        }
      }
      waiting.removeIf(each -> each.kind().isMessage());
    }
    credit.giveBack(messages, bytes);
  }

  boolean areQuick() {
    return mailbox.isQuick();
  }

  boolean isOpened() {
    return opened;
  }

  void watch(long now) {
    mailbox.watch(now);
  }

  private void put(Event event) {
    credit.spend(event.bytes());
    synchronized (lock) {
      if (waiting == null) {
        waiting = new ArrayDeque<>(4);
      }
      waiting.addLast(event);
    }
    mailbox.put(this);
  }

  /** In the mailbox's turn: what is at hand, or the next event, unless it was dropped. */
  @Override
  public void deliver() {
    Kind kind = kindAtHand;
    if (kind == null) {
      deliverNext();
      return;
    }
    Object payload = atHand;
    kindAtHand = null;
    atHand = "";
    dispatch(kind, payload);
  }

  private void deliverNext() {
    Event event;
    synchronized (lock) {
      event = waiting == null ? null : waiting.pollFirst();
    }
    if (event != null) {
      dispatch(event.kind(), event.payload());
      credit.giveBack(1, event.bytes());
      driver.handled();
    }
  }

  private void dispatch(Kind kind, Object payload) {
    if (over || (dropping && kind.isMessage())) {
      return;
    }
    WebSocketResource handler = driver.resource().handler();
    try {
      switch (kind) {
        case OPEN -> {
          begun = true;
          driver.resource().joined(driver);
          handler.onOpen(driver.client());
        }
        case TEXT -> handler.onText(driver.client(), (String) payload);
        case BINARY -> handler.onBinary(driver.client(), readOnly(payload));
        case PONG -> handler.onPong(driver.client(), readOnly(payload));
        case END -> end(handler, (Ending) payload);
      }
    } catch (Throwable error) {
      driver.closing().fail(CloseStatus.INTERNAL_ERROR);
      report(handler, error);
    }
  }

  private void end(WebSocketResource handler, Ending reason) {
    over = true;
    mailbox.detach();
    driver.closing().send(reason);
    driver.resource().left(driver);
    try {
      if (begun) {
        handler.onClose(driver.client(), reason.status());
      }
    } finally {
      driver.closing().told();
    }
  }

  private void report(WebSocketResource handler, Throwable error) {
    RegisteredResource.report(handler, driver.client(), error);
  }

  private static ByteBuffer readOnly(Object payload) {
    return ByteBuffer.wrap((byte[]) payload).asReadOnlyBuffer();
  }
}
