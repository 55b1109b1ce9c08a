package org.drafthorse.engine.deflate;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Deflaters or inflaters, whose native memory is large and slow to set up: up to a number of them
 * wait here for reuse, more are made as they are needed and ended when they come back. Any thread.
 *
 * @param <T> what it keeps
 */
public final class ZipPool<T> {

  private final ArrayDeque<T> free;
  private final Supplier<T> make;
  private final Consumer<T> reset;
  private final Consumer<T> end;
  private final int most;
  private boolean closed;
  private int out;

  private ZipPool(int most, Supplier<T> make, Consumer<T> reset, Consumer<T> end) {
    this.most = most;
    // With room for all: what comes back must not need memory.
    this.free = new ArrayDeque<>(most);
    this.make = make;
    this.reset = reset;
    this.end = end;
  }

  /** Deflaters without the header of zlib, of which that many are kept. */
  public static ZipPool<Deflater> ofDeflaters(int most) {
    return new ZipPool<>(
        most,
        () -> new Deflater(Deflater.DEFAULT_COMPRESSION, true),
        Deflater::reset,
        Deflater::end);
  }

  /** Inflaters without the header of zlib, of which that many are kept. */
  public static ZipPool<Inflater> ofInflaters(int most) {
    return new ZipPool<>(most, () -> new Inflater(true), Inflater::reset, Inflater::end);
  }

  /** One for the caller alone. */
  public T acquire() {
    synchronized (free) {
      T found = free.pollLast();
      if (found != null) {
        out++;
        return found;
      }
    }
    T made = make.get();
    synchronized (free) {
      out++;
    }
    return made;
  }

  /** Takes it back, whatever it has been used for. */
  public void release(T used) {
    boolean kept = false;
    try {
      // Before it waits, so that it holds on to no message.
      reset.accept(used);
      kept = true;
    } finally {
      synchronized (free) {
        out--;
        kept &= !closed && free.size() < most;
        if (kept) {
          free.addLast(used);
        }
      }
      if (!kept) {
        end.accept(used);
      }
    }
  }

  /** How many are in use. */
  public int inUse() {
    synchronized (free) {
      return out;
    }
  }

  /** Frees what waits, and from now on whatever comes back. */
  public void close() {
    synchronized (free) {
      closed = true;
      free.forEach(end);
      free.clear();
    }
  }
}
