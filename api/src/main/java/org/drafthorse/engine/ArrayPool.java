package org.drafthorse.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrays in which messages are put together that do not come in one piece. Those that come back
 * wait here for the next message, up to a number of bytes. They have any content. Any thread.
 */
public final class ArrayPool {

  /** Shorter ones are not worth the trouble. */
  private static final int SMALLEST = 1024;

  private static final int LARGEST = 1 << 30;

  /** Lengths between one power of two and the next; so no more than an eighth is not used. */
  private static final int STEPS = 8;

  private final long mostBytes;

  /** By the step that is their length. */
  private final List<ArrayDeque<byte[]>> free = new ArrayList<>();

  private long freeBytes;

  /** Keeps that many bytes. */
  public ArrayPool(long mostBytes) {
    this.mostBytes = mostBytes;
    for (int i = 0; i <= index(LARGEST); i++) {
      free.add(new ArrayDeque<>(0));
    }
  }

  /** The most that an array may have beyond what was asked for, in a budget of so many bytes. */
  public static long excess(long bytes) {
    return bytes / STEPS;
  }

  /** An array of that length or up to an eighth longer. */
  byte[] acquire(int atLeast) {
    if (!isKept(atLeast)) {
      return new byte[atLeast];
    }
    int step = Integer.highestOneBit(atLeast - 1) / STEPS;
    int length = (atLeast + step - 1) / step * step;
    synchronized (free) {
      byte[] found = free.get(index(length)).pollLast();
      if (found != null) {
        freeBytes -= found.length;
        return found;
      }
    }
    return new byte[length];
  }

  /** Takes back what {@link #acquire} gave; the caller does not touch it any more. */
  void release(byte[] array) {
    if (!isKept(array.length) || array.length > mostBytes) {
      return;
    }
    synchronized (free) {
      if (freeBytes + array.length > mostBytes) {
        forgetAll();
      }
      free.get(index(array.length)).addLast(array);
      freeBytes += array.length;
    }
  }

  /** How many bytes wait for reuse. */
  long freeBytes() {
    synchronized (free) {
      return freeBytes;
    }
  }

  /** What waits may be of lengths that nobody asks for any more. */
  private void forgetAll() {
    free.forEach(ArrayDeque::clear);
    freeBytes = 0;
  }

  private static boolean isKept(int length) {
    return length >= SMALLEST && length <= LARGEST;
  }

  private static int index(int length) {
    int exponent = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
    return exponent * STEPS + (length / ((1 << exponent) / STEPS)) % STEPS;
  }
}
