package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An encoded message that several output queues hold. The budget is charged once for it, from the
 * first queue that takes it until the last has written or dropped it. Any thread.
 */
final class SharedFrame {

  private final ByteBuffer bytes;
  private final boolean deflated;
  private final ByteBudget budget;
  private final AtomicInteger holders = new AtomicInteger();

  SharedFrame(ByteBuffer bytes, boolean deflated, ByteBudget budget) {
    this.deflated = deflated;
    this.bytes = bytes.asReadOnlyBuffer();
    this.budget = budget;
  }

  /** Read-only; its position is not to be moved. */
  ByteBuffer bytes() {
    return bytes;
  }

  boolean isDeflated() {
    return deflated;
  }

  int length() {
    return bytes.remaining();
  }

  void retain() {
    if (holders.getAndIncrement() == 0) {
      budget.charge(length());
    }
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      budget.charge(-length());
    }
  }
}
