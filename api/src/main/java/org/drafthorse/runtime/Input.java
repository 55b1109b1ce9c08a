package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.engine.ProtocolEngine;
import org.drafthorse.engine.Signal;

/**
 * The reading half of a connection: feeds the engine, on the thread that brings the bytes, as long
 * as the client has credit and reads what it is sent. Otherwise it pauses, and whoever makes room
 * takes it up again.
 */
final class Input {

  private final ConnectionDriver driver;
  private final Output output;
  private final Credit credit;
  private final long mostQueued;
  private final AtomicBoolean paused = new AtomicBoolean();
  private volatile boolean done;

  /** Null when the connection is gone: then nobody keeps what it holds of a message. */
  private volatile @Nullable ProtocolEngine engine;

  /** What the adapter keeps while reading is paused. */
  private volatile int leftOver;

  Input(ConnectionDriver driver, ProtocolEngine engine, Output output) {
    Limits limits = driver.limits();
    this.driver = driver;
    this.engine = engine;
    this.output = output;
    this.credit = new Credit(limits);
    this.mostQueued = limits.maxQueuedBytes() / 2;
  }

  Credit credit() {
    return credit;
  }

  boolean opensAtOnce() {
    ProtocolEngine reader = engine;
    return reader != null && reader.opensAtOnce();
  }

  /** Whether the peer closed, broke a rule, or is gone: what comes now is discarded. */
  boolean isDone() {
    return done;
  }

  void finish() {
    done = true;
  }

  /** Frees what waits for more of a message. Any thread. */
  void close() {
    ProtocolEngine last = engine;
    engine = null;
    if (last != null) {
      last.close();
    }
  }

  boolean isPaused() {
    return paused.get();
  }

  /** Bytes held for messages that are not whole, not handled, or not read yet. */
  long heldBytes() {
    ProtocolEngine reader = engine;
    return credit.pendingBytes() + (reader == null ? 0 : reader.heldBytes()) + leftOver;
  }

  /**
   * Reads what came, event by event.
   *
   * @return false if it paused, perhaps with bytes left over
   */
  boolean read(ByteBuffer in, Turn turn) {
    if (leftOver > 0) {
      leftOver = 0;
    }
    ProtocolEngine reader = engine;
    while (!done && reader != null) {
      if (mustPause()) {
        leftOver = in.remaining();
        return false;
      }
      Signal signal = reader.read(in, turn.scratch());
      if (signal == Signal.NEED_INPUT) {
        return true;
      }
      driver.handle(signal, reader);
    }
    in.position(in.limit());
    return true;
  }

  /** Whether the caller is the one that has to tell the transport to read again. */
  boolean endPause() {
    return paused.get() && hasRoom() && paused.compareAndSet(true, false);
  }

  private boolean mustPause() {
    if (mayRead()) {
      return false;
    }
    output.flush();
    if (mayRead()) {
      return false;
    }
    paused.set(true);
    // Whoever made room before the flag was up did not see it.
    return !endPause();
  }

  private boolean mayRead() {
    return credit.isLeft() && output.queuedBytes() <= mostQueued;
  }

  /** Less than is needed to go on, so that it does not stop again at once. */
  private boolean hasRoom() {
    return done || (credit.isPlenty() && output.queuedBytes() <= mostQueued / 2);
  }
}
