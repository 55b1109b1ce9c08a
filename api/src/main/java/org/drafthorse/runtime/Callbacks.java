package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import org.drafthorse.CloseStatus;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.Closing.Ending;

/**
 * The way of one connection's events through the mailbox to the handler. {@code onOpen} is first
 * and {@code onClose} last, once each: after it, what is still in the mailbox for this connection
 * is passed over.
 */
final class Callbacks {

  /** The events of a connection. */
  enum Kind {
    OPEN,
    TEXT,
    BINARY,
    PONG,
    END
  }

  private final ConnectionDriver driver;
  private final Mailbox mailbox;
  private final Credit credit;
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
    deliver(Kind.OPEN, "", 0);
  }

  /** On the I/O thread: delivers now where that is allowed, or puts it into the mailbox. */
  void deliver(Kind kind, Object payload, long bytes) {
    if (mailbox.tryEnter()) {
      try {
        mailbox.deliverNow(() -> dispatch(kind, payload));
      } finally {
        mailbox.leave();
      }
    } else {
      put(kind, payload, bytes);
    }
  }

  /** Any thread: the last event. If it overtakes the first, the handler hears of neither. */
  void ended(Ending reason) {
    put(Kind.END, reason, 0);
  }

  /** From now on, what came and was not handled is passed over. */
  void drop() {
    dropping = true;
  }

  boolean isOpened() {
    return opened;
  }

  void watch(long now) {
    mailbox.watch(now);
  }

  private void put(Kind kind, Object payload, long bytes) {
    credit.spend(bytes);
    mailbox.put(
        () -> {
          dispatch(kind, payload);
          credit.giveBack(bytes);
          driver.handled();
        });
  }

  private void dispatch(Kind kind, Object payload) {
    if (over || (dropping && kind != Kind.END && kind != Kind.OPEN)) {
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
    if (begun) {
      handler.onClose(driver.client(), reason.status());
    }
  }

  private void report(WebSocketResource handler, Throwable error) {
    RegisteredResource.report(handler, driver.client(), error);
  }

  private static ByteBuffer readOnly(Object payload) {
    return ByteBuffer.wrap((byte[]) payload).asReadOnlyBuffer();
  }
}
