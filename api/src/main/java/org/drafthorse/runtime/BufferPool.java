package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The chunks that output waits in. Up to a number of them are direct and come back for reuse;
 * beyond it they are plain heap memory, so that a crowd of slow clients cannot exhaust direct
 * memory. Any thread.
 */
final class BufferPool {

  static final int CHUNK_BYTES = 16 * 1024;

  private final ArrayDeque<ByteBuffer> free;
  private final int mostDirect;
  private int direct;

  BufferPool(int mostDirect) {
    this.mostDirect = mostDirect;
    // With room for all: what comes back must not need memory.
    this.free = new ArrayDeque<>(mostDirect);
  }

  /** An empty chunk. */
  ByteBuffer acquire() {
    synchronized (free) {
      ByteBuffer chunk = free.peekLast();
      if (chunk != null) {
        chunk.clear();
        ByteBuffer taken = free.pollLast();
        return taken;
      }
      if (direct < mostDirect) {
        try {
          ByteBuffer made = ByteBuffer.allocateDirect(CHUNK_BYTES);
          direct++;
          return made;
        } catch (OutOfMemoryError e) {
          // Others use direct memory as well; the heap may have room.
        }
      }
    }
    return ByteBuffer.allocate(CHUNK_BYTES);
  }

  void release(ByteBuffer chunk) {
    if (chunk.isDirect()) {
      synchronized (free) {
        free.addLast(chunk);
      }
    }
  }

  /** A chunk that was lent out does not come back, since somebody may still use it. */
  void forget(ByteBuffer chunk) {
    if (chunk.isDirect()) {
      synchronized (free) {
        direct--;
      }
    }
  }

  /** How many direct chunks are out. */
  int inUse() {
    synchronized (free) {
      return direct - free.size();
    }
  }
}
