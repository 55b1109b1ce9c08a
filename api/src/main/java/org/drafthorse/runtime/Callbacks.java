package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.Closing.Ending;

/**
 * The way of one connection's events through the mailbox to the handler. {@code onOpen} is first
 * and {@code onClose} last, once each: after it, what is still in the mailbox for this connection
 * is passed over.
 *
 * <p>The end does not wait in line but is delivered when nothing else waits: so it needs no memory,
 * and can be put into the mailbox again if an Error came between.
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
    PONG;

    boolean isMessage() {
      return this != OPEN;
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

  /** The end is being delivered, or was; set within the mailbox's turns only. */
  private volatile boolean ended;

  /** The last callback has returned. */
  private volatile boolean over;

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
    if (!mailbox.tryEnter()) {
      put(new Event(kind, payload, bytes));
      return;
    }
    kindAtHand = kind;
    atHand = payload;
    try {
      mailbox.deliverNow(this);
    } finally {
      kindAtHand = null;
      mailbox.leave();
    }
  }

  /** On the I/O thread: the same for the last event, which {@link Closing} knows. */
  void endedHere() {
    if (!mailbox.tryEnter()) {
      mailbox.put(this);
      return;
    }
    try {
      mailbox.deliverNow(this);
    } finally {
      mailbox.leave();
    }
  }

  /** Any thread: the last event. If it overtakes the first, the handler hears of neither. */
  void ended() {
    mailbox.put(this);
  }

  /** By the sweep: the mailbox has nothing to deliver, and an Error came between. */
  void endAgainIfLost() {
    if (driver.closing().isEnding() && !ended && mailbox.isIdle()) {
      mailbox.put(this);
    }
  }

  /** There will be no events. */
  void discard() {
    mailbox.detach();
  }

  boolean isOver() {
    return over;
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
    if (driver.closing().isEnding()) {
      return;
    }
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
    try {
      Kind kind = kindAtHand;
      Object payload = atHand;
      if (kind == null) {
        deliverNext();
      } else {
        kindAtHand = null;
        atHand = "";
        dispatch(kind, payload);
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  /** An event was lost, perhaps: nothing may come behind it but the end. */
  @Override
  public void failed(Throwable cause) {
    dropping = true;
    driver.broken(cause);
  }

  private void deliverNext() {
    Event event;
    synchronized (lock) {
      event = waiting == null ? null : waiting.pollFirst();
    }
    if (event == null) {
      Ending last = driver.closing().ending();
      if (last != null && !ended) {
        end(last);
      }
      return;
    }
    try {
      dispatch(event.kind(), event.payload());
    } finally {
      credit.giveBack(1, event.bytes());
    }
    driver.handled();
  }

  private void dispatch(Kind kind, Object payload) {
    if (ended || (dropping && kind.isMessage())) {
      return;
    }
    WebSocketResource handler = driver.resource().handler();
    try {
      switch (kind) {
        case OPEN -> {
          driver.resource().joined(driver);
          WebSocketConnection client = driver.client();
          begun = true;
          handler.onOpen(client);
        }
        case TEXT -> handler.onText(driver.client(), (String) payload);
        case BINARY -> handler.onBinary(driver.client(), readOnly(payload));
        case PONG -> handler.onPong(driver.client(), readOnly(payload));
      }
    } catch (Throwable error) {
      failed(handler, error);
    }
  }

  private void end(Ending reason) {
    RegisteredResource resource = driver.resource();
    WebSocketResource handler = resource.handler();
    WebSocketConnection client = driver.client();
    CloseStatus status = reason.status();
    ended = true;
    try {
      mailbox.detach();
      resource.left(driver);
      driver.closing().send(reason);
    } catch (Throwable error) {
      driver.broken(error);
    }
    try {
      if (begun) {
        handler.onClose(client, status);
      }
    } catch (Throwable error) {
      failed(handler, error);
    } finally {
      over = true;
      driver.closing().told();
    }
  }

  private void failed(WebSocketResource handler, Throwable error) {
    try {
      driver.closing().fail(CloseStatus.INTERNAL_ERROR);
    } catch (Throwable again) {
      driver.broken(again);
    } finally {
      RegisteredResource.report(handler, driver.client(), error);
    }
  }

  private static ByteBuffer readOnly(Object payload) {
    return ByteBuffer.wrap((byte[]) payload).asReadOnlyBuffer();
  }
}
