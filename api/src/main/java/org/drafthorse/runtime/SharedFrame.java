package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An encoded message that several output queues hold. The budget is charged once for it, from the
 * first queue that takes it until the last has written or dropped it. Any thread.
 */
final class SharedFrame {

  /** From 0 to its capacity; never handed out, since all queues would share its position. */
  private final ByteBuffer bytes;

  private final boolean deflated;
  private final ByteBudget budget;
  private final AtomicInteger holders = new AtomicInteger();

  SharedFrame(ByteBuffer bytes, boolean deflated, ByteBudget budget) {
    this.deflated = deflated;
    this.bytes = bytes.slice().asReadOnlyBuffer();
    this.budget = budget;
  }

  /** A read-only view of a part, with a position of its own. */
  ByteBuffer slice(int at, int length) {
    return bytes.slice(at, length);
  }

  /** Copies all of it to the position of a buffer, and moves that. */
  void copyTo(ByteBuffer chunk) {
    chunk.put(chunk.position(), bytes, 0, bytes.capacity());
    chunk.position(chunk.position() + bytes.capacity());
  }

  boolean isDeflated() {
    return deflated;
  }

  int length() {
    return bytes.capacity();
  }

  /** If it throws, it was none. */
  void retain() {
    boolean first = holders.getAndIncrement() == 0;
    boolean done = false;
    try {
      if (first) {
        budget.charge(bytes.capacity());
      }
      done = true;
    } finally {
      if (!done) {
        holders.getAndDecrement();
      }
    }
  }

  /** The same. */
  void release() {
    boolean last = holders.decrementAndGet() == 0;
    boolean done = false;
    try {
      if (last) {
        budget.charge(-bytes.capacity());
      }
      done = true;
    } finally {
      if (!done) {
        holders.getAndIncrement();
      }
    }
  }
}
