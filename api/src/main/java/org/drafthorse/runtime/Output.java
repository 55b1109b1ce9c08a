package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.SendResult;
import org.drafthorse.engine.FrameEncoder;
import org.drafthorse.engine.Opcode;

/**
 * The sending half of a connection: takes messages from any thread and writes them in order, one
 * gathered write at a time, on the thread that flushes first.
 *
 * <p>Its lock, the queue's monitor, is never held while the transport writes or application code
 * runs.
 *
 * <p>Whatever is thrown while the queue changes, perhaps in the middle of a frame, leaves it dead:
 * so that nothing follows half a frame. {@link ConnectionDriver#broken} ends the connection then,
 * at once or with the next sweep.
 */
final class Output {

  /** A turn that has queued this much for one client does not wait for its end. */
  private static final int FLUSH_AT = 128 * 1024;

  private enum State {
    OPEN,
    /** A close frame is queued, or nothing more is to come: what is queued still goes out. */
    CLOSING,
    /** Nothing goes out any more. */
    DEAD
  }

  private final ConnectionDriver driver;
  private final FrameEncoder encoder;
  private final long limit;

  /** As much may wait for a client that does not read before pongs are left out. */
  private final long mostBeforePongs;

  private final OverflowPolicy overflowPolicy;
  private final OutputQueue queue;
  private final WriteLoop writes;
  private State state = State.OPEN;
  private byte @Nullable [] pong;
  private volatile long queuedBytes;
  private volatile long ownBytes;
  private volatile long writtenBytes;

  /** The sweep's: whether anything was queued the last time. */
  private boolean waited;

  Output(ConnectionDriver driver, ProtocolVersion version, BufferPool pool) {
    this.driver = driver;
    this.encoder = FrameEncoder.of(version.wireFormat());
    this.limit = driver.limits().maxQueuedBytes();
    // Less than what makes reading pause.
    this.mostBeforePongs = Math.min(BufferPool.CHUNK_BYTES, limit / 4);
    this.overflowPolicy = driver.resource().options().overflowPolicy();
    this.queue = new OutputQueue(pool);
    this.writes = new WriteLoop(driver, this, queue);
  }

  long queuedBytes() {
    return queuedBytes;
  }

  /** What this connection alone makes the process hold. */
  long ownBytes() {
    return ownBytes;
  }

  boolean isOpen() {
    synchronized (queue) {
      return state == State.OPEN;
    }
  }

  /** Whether a message may be taken at all, were it short enough. */
  boolean hasRoom() {
    synchronized (queue) {
      return state == State.OPEN && queue.bytes() < limit;
    }
  }

  /** All bytes that were ever written; some of them are still in the system's buffers. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** What is left of a write that the network did not take at once; 0 if there is none. */
  long pendingBytes() {
    synchronized (queue) {
      return writes.isPending() ? queue.bytesLeftInFlight() : 0;
    }
  }

  /** Whether the transport has something to write and has not said that it is done. */
  boolean isWriting() {
    synchronized (queue) {
      return !writes.isIdle();
    }
  }

  /** Whether all is written that ever will be. */
  boolean isDone() {
    synchronized (queue) {
      return state == State.DEAD || (state == State.CLOSING && queue.bytes() == 0);
    }
  }

  /**
   * Queues a message if there is room; {@link #queued} has to follow.
   *
   * @param payload copied; its position stays
   */
  SendResult tryQueue(int opcode, ByteBuffer payload, int frameSize) {
    long size = encoder.encodedLength(payload.remaining(), frameSize);
    synchronized (queue) {
      SendResult refused = refusal(size);
      if (refused != null) {
        return refused;
      }
      State before = beginChange();
      queue.message(encoder, opcode, payload, frameSize);
      endChange(before);
      return SendResult.SENT;
    }
  }

  /** The same for frames that other connections share. */
  SendResult tryQueueShared(SharedFrame frame) {
    synchronized (queue) {
      SendResult refused = refusal(frame.length());
      if (refused != null) {
        return refused;
      }
      State before = beginChange();
      queue.shared(frame, writes.isIdle());
      endChange(before);
      return SendResult.SENT;
    }
  }

  /**
   * Follows the last try to queue a message, outside all locks: sees to it that it leaves, or that
   * a client which reads too slowly does.
   */
  SendResult queued(SendResult result) {
    if (result == SendResult.SENT) {
      flushSoon();
    } else if (result == SendResult.DROPPED && overflowPolicy == OverflowPolicy.CLOSE) {
      driver.closing().fail(CloseStatus.POLICY_VIOLATION.because("reads too slowly"));
      return SendResult.CLOSED;
    }
    return result;
  }

  /** Queues bytes that are no message, above all limits. */
  void sendRaw(byte[] encoded) {
    boolean unused = queueRaw(encoded, State.OPEN);
  }

  /**
   * Answers a ping. From some bytes on that the client does not read, only the latest ping is
   * answered (RFC 6455, section 5.5.3), so that pings cannot fill the queue.
   */
  void sendPong(byte[] data) {
    synchronized (queue) {
      if (state != State.OPEN) {
        return;
      }
      if (queue.bytes() > (writes.isPending() ? mostBeforePongs : FLUSH_AT)) {
        pong = data;
        return;
      }
      State before = beginChange();
      queue.message(encoder, Opcode.PONG, ByteBuffer.wrap(data), 0);
      endChange(before);
    }
    flushSoon();
  }

  /**
   * Queues a close frame behind all else; nothing is taken after it.
   *
   * @return whether it was the first
   */
  boolean close(CloseStatus status) {
    return queueRaw(encoder.close(status), State.CLOSING);
  }

  private boolean queueRaw(byte[] encoded, State next) {
    synchronized (queue) {
      if (state != State.OPEN) {
        return false;
      }
      State unused = beginChange();
      queuePong();
      queue.raw(encoded);
      endChange(next);
    }
    flushSoon();
    return true;
  }

  /** Takes nothing more; what is queued goes out. */
  void finish() {
    synchronized (queue) {
      if (state == State.OPEN) {
        state = State.CLOSING;
      }
    }
    flushSoon();
  }

  /**
   * Takes and writes nothing more. What is being written belongs to the transport until it says.
   */
  void kill() {
    synchronized (queue) {
      state = State.DEAD;
      pong = null;
      queue.clear();
      writes.giveUpThrown();
      counted();
    }
  }

  /** Whether it is dead. */
  boolean isDead() {
    synchronized (queue) {
      return state == State.DEAD;
    }
  }

  /**
   * By the sweep: sends what has waited since the last one, since an Error may have come between.
   */
  void flushForgotten() {
    boolean waits = queuedBytes > 0;
    if (waits && waited) {
      flush();
    }
    waited = waits;
  }

  /**
   * Writes until nothing is queued or the network takes no more, unless a thread does so already.
   * What the transport throws ends this connection, and nobody who sends.
   */
  void flush() {
    if (driver.transport() == null) {
      return;
    }
    try {
      writes.run();
      driver.outputMoved();
    } catch (Throwable e) {
      driver.broken(e);
    }
  }

  /** For the write loop, which holds the lock: the next gathered write, or null. */
  ByteBuffer @Nullable [] take() {
    if (state == State.DEAD) {
      return null;
    }
    State before = beginChange();
    if (before == State.OPEN) {
      queuePong();
    }
    ByteBuffer[] buffers = queue.hasMore() ? queue.take() : null;
    endChange(before);
    return buffers;
  }

  /** The transport's word that the write is over. */
  void written() {
    if (endWrite()) {
      // The network took what it did not take before: so the peer has read.
      driver.peerRead();
      flush();
    }
  }

  /** Whether the caller has to go on writing. */
  boolean endWrite() {
    synchronized (queue) {
      State before = beginChange();
      boolean goOn = writes.end();
      endChange(before);
      return goOn;
    }
  }

  /** Dead unless {@link #endChange} follows. */
  private State beginChange() {
    State before = state;
    state = State.DEAD;
    return before;
  }

  private void endChange(State next) {
    counted();
    state = next;
  }

  private void counted() {
    queuedBytes = queue.bytes();
    writtenBytes = queue.bytesDone();
    ownBytes = queue.ownBytes();
  }

  private void queuePong() {
    byte[] data = pong;
    if (data != null) {
      pong = null;
      queue.message(encoder, Opcode.PONG, ByteBuffer.wrap(data), 0);
    }
  }

  private @Nullable SendResult refusal(long size) {
    if (state != State.OPEN) {
      return SendResult.CLOSED;
    }
    boolean fits = queue.bytes() == 0 || queue.bytes() + size <= limit;
    return fits ? null : SendResult.DROPPED;
  }

  private void flushSoon() {
    Turn turn = Turn.current();
    if (turn == null || queuedBytes > FLUSH_AT) {
      flush();
    } else {
      turn.add(this);
    }
  }
}
