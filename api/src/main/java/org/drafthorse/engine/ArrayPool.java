package org.drafthorse.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays in which messages are put together that do not come in one piece. Those that come back
 * wait here for the next message, up to a number of bytes; what is beyond is the collector's. They
 * have any content. Any thread.
 */
public final class ArrayPool {

  /** From here on lengths are powers of two; shorter ones are not worth the trouble. */
  private static final int SMALLEST = 1024;

  private static final int LARGEST = 1 << 30;

  private final long mostBytes;

  /** By the exponent of their length. */
  private final List<ArrayDeque<byte[]>> free = new ArrayList<>();

  private long freeBytes;

  /** Keeps that many bytes. */
  public ArrayPool(long mostBytes) {
    this.mostBytes = mostBytes;
    for (int i = 0; i < Integer.SIZE; i++) {
      free.add(new ArrayDeque<>(0));
    }
  }

  /** An array of that length or, if it is kept for reuse, up to twice as long. */
  byte[] acquire(int atLeast) {
    if (atLeast < SMALLEST || atLeast > LARGEST) {
      return new byte[atLeast];
    }
    int exponent = exponent(atLeast);
    synchronized (free) {
      byte[] found = free.get(exponent).pollLast();
      if (found != null) {
        freeBytes -= found.length;
        return found;
      }
    }
    return new byte[1 << exponent];
  }

  /** Takes back what {@link #acquire} gave; the caller does not touch it any more. */
  void release(byte[] array) {
    if (array.length < SMALLEST || array.length > LARGEST) {
      return;
    }
    synchronized (free) {
      if (freeBytes + array.length <= mostBytes) {
        freeBytes += array.length;
        free.get(exponent(array.length)).addLast(array);
      }
    }
  }

  /** How many bytes wait for reuse. */
  long freeBytes() {
    synchronized (free) {
      return freeBytes;
    }
  }

  /** Of the smallest power of two that is no less. */
  private static int exponent(int length) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(length - 1);
  }
}
