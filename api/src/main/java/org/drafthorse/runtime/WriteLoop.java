package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import org.drafthorse.Nullable;

/**
 * One gathered write after the other, on the thread that comes first; a write that the network does
 * not take at once is gone on with by whoever is told that it is over. Its state is guarded by the
 * queue's monitor, which is free while the transport writes.
 */
final class WriteLoop {

  private enum State {
    IDLE,
    IN_CALL,
    DONE_IN_CALL,
    PENDING,
    /** The call threw: nobody can say whether the transport still uses the buffers. */
    THROWN
  }

  private final ConnectionDriver driver;
  private final Output output;
  private final OutputQueue queue;
  private State state = State.IDLE;

  WriteLoop(ConnectionDriver driver, Output output, OutputQueue queue) {
    this.driver = driver;
    this.output = output;
    this.queue = queue;
  }

  /** Within the lock: the transport has nothing to write, or has said that it is done. */
  boolean isIdle() {
    return state == State.IDLE;
  }

  /** Within the lock: the network did not take a write at once. */
  boolean isPending() {
    return state == State.PENDING;
  }

  /** Writes until there is no more or the network takes no more; nothing if a thread is at it. */
  void run() {
    ByteBuffer[] buffers = next();
    while (buffers != null) {
      boolean returned = false;
      try {
        driver.write(buffers);
        returned = true;
      } finally {
        if (!returned) {
          synchronized (queue) {
            state = State.THROWN;
          }
        }
      }
      buffers = isOver() ? next() : null;
    }
  }

  private ByteBuffer @Nullable [] next() {
    synchronized (queue) {
      ByteBuffer[] buffers = state == State.IDLE ? output.take() : null;
      if (buffers != null) {
        state = State.IN_CALL;
      }
      return buffers;
    }
  }

  /** Whether the write was over before its call was. */
  private boolean isOver() {
    synchronized (queue) {
      boolean over = state != State.IN_CALL;
      state = over ? State.IDLE : State.PENDING;
      return over;
    }
  }

  /**
   * Within the lock: the write is over.
   *
   * @return whether the caller has to go on
   */
  boolean end() {
    State before = state;
    // If the buffers do not all come back, they are given up.
    state = State.THROWN;
    queue.written();
    boolean goOn = before == State.PENDING;
    state = goOn ? State.IDLE : State.DONE_IN_CALL;
    return goOn;
  }

  /** Within the lock, when nothing more is to be written: gives up buffers that are nobody's. */
  void giveUpThrown() {
    if (state == State.THROWN || state == State.IDLE) {
      queue.giveUpWrite();
      state = State.IDLE;
    }
  }
}
