package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.drafthorse.Deflate;
import org.drafthorse.Nullable;
import org.drafthorse.SendResult;
import org.drafthorse.engine.Opcode;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.engine.deflate.MessageDeflater;

/**
 * Sends messages, deflated where that was agreed on and makes them smaller. Any thread.
 *
 * <p>With context takeover its lock is held while a message is deflated and queued, since clients
 * must inflate in the order in which we deflated; never while the transport writes or application
 * code runs. Without, threads deflate side by side.
 */
final class MessageSender {

  private final ConnectionDriver driver;
  private final Output output;
  private final Compression compression;
  private final @Nullable DeflateAgreement agreement;
  private final int threshold;

  /** A monitor: to leave it takes no call, for which a full stack might have no room. */
  private final Object lock = new Object();

  /** A thread has the lock for a message, not just for a moment. Written with the lock. */
  private volatile boolean busy;

  /** What context takeover remembers; guarded by the lock. */
  private @Nullable Deflater context;

  private volatile boolean closed;

  MessageSender(
      ConnectionDriver driver,
      Output output,
      Compression compression,
      @Nullable DeflateAgreement agreement,
      @Nullable Deflate wanted) {
    this.driver = driver;
    this.output = output;
    this.compression = compression;
    this.agreement = agreement;
    this.threshold = wanted == null ? 0 : wanted.threshold();
  }

  /** The window for messages of that length in bits; 0 if they are sent as they are. */
  int windowBits(int length) {
    return agreement == null || length < threshold ? 0 : agreement.serverWindowBits();
  }

  /** Queues a message or a ping. */
  SendResult send(int opcode, ByteBuffer payload, int frameSize) {
    try {
      long before = output.queuedBytes();
      SendResult result = tryQueue(opcode, payload, frameSize);
      if (result == SendResult.DROPPED && makesRoom(before)) {
        result = tryQueue(opcode, payload, frameSize);
      }
      return output.queued(result);
    } catch (Throwable e) {
      driver.broken(e);
      throw e;
    }
  }

  /** Queues a frame that other connections share. */
  SendResult sendShared(SharedFrame frame) {
    try {
      long before = output.queuedBytes();
      SendResult result = tryQueueShared(frame);
      if (result == SendResult.DROPPED && makesRoom(before)) {
        result = tryQueueShared(frame);
      }
      return output.queued(result);
    } catch (Throwable e) {
      driver.broken(e);
      throw e;
    }
  }

  private boolean makesRoom(long queuedBefore) {
    output.flush();
    return output.queuedBytes() != queuedBefore;
  }

  private SendResult tryQueue(int opcode, ByteBuffer payload, int frameSize) {
    int bits = Opcode.isControl(opcode) ? 0 : windowBits(payload.remaining());
    if (bits == 0 || agreement == null || !output.hasRoom()) {
      return output.tryQueue(opcode, payload, frameSize);
    }
    if (agreement.serverTakeover()) {
      return tryQueueWithContext(opcode, payload, frameSize);
    }
    ByteBuffer deflated = MessageDeflater.deflate(compression.deflaters(), payload, bits);
    return queueSmaller(opcode, payload, deflated, frameSize);
  }

  private SendResult tryQueueWithContext(int opcode, ByteBuffer payload, int frameSize) {
    try {
      synchronized (lock) {
        busy = true;
        try {
          if (closed) {
            return SendResult.CLOSED;
          }
          Deflater used = context;
          if (used == null) {
            used = compression.deflaters().acquire();
            context = used;
          }
          return queueWithContext(used, opcode, payload, frameSize);
        } finally {
          busy = false;
        }
      }
    } finally {
      releaseIfClosed();
    }
  }

  private SendResult queueWithContext(
      Deflater used, int opcode, ByteBuffer payload, int frameSize) {
    boolean inStep = false;
    try {
      ByteBuffer deflated = MessageDeflater.deflate(used, payload);
      SendResult result = queueSmaller(opcode, payload, deflated, frameSize);
      inStep = deflated != null && result == SendResult.SENT;
      return result;
    } finally {
      // Otherwise the client does not see what the deflater now remembers.
      if (!inStep && context == used) {
        used.reset();
      }
    }
  }

  private SendResult queueSmaller(
      int opcode, ByteBuffer payload, @Nullable ByteBuffer deflated, int frameSize) {
    return deflated == null
        ? output.tryQueue(opcode, payload, frameSize)
        : output.tryQueue(opcode | Opcode.DEFLATED, deflated, frameSize);
  }

  private SendResult tryQueueShared(SharedFrame frame) {
    if (agreement == null || !agreement.serverTakeover() || !frame.isDeflated()) {
      return output.tryQueueShared(frame);
    }
    try {
      synchronized (lock) {
        busy = true;
        try {
          SendResult result = output.tryQueueShared(frame);
          if (context != null) {
            // What the client now remembers is not what the deflater does.
            context.reset();
          }
          return result;
        } finally {
          busy = false;
        }
      }
    } finally {
      releaseIfClosed();
    }
  }

  /**
   * Lets go of the context; nothing more will be sent. Does not wait while a message is deflated:
   * whoever does that lets go then. Again does no harm.
   */
  void close() {
    boolean first = !closed;
    closed = true;
    if (first && agreement != null && agreement.hasTakeover()) {
      compression.releaseTakeover();
    }
    releaseIfFree();
  }

  private void releaseIfClosed() {
    if (closed) {
      releaseIfFree();
    }
  }

  private void releaseIfFree() {
    if (busy) {
      return;
    }
    Deflater used;
    // Who has become busy since then has seen that this is closed.
    synchronized (lock) {
      used = context;
      context = null;
    }
    if (used != null) {
      compression.deflaters().release(used);
    }
  }
}
