package org.drafthorse.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * A connection in memory that records what is written. How it writes is its {@link Mode}, which may
 * change on the way. It checks the driver's side of the contract: one write at a time, and none
 * after the end.
 */
public final class FakeTransport implements Transport {

  /** When a write is over. */
  public enum Mode {
    /** Before {@code write} returns. */
    INLINE,
    /** When the test calls {@link #complete}. Without it: a client that never reads. */
    LATER,
    /** On another thread, perhaps before {@code write} returns. */
    OTHER_THREAD,
    /** Fails before {@code write} returns. */
    FAIL,
    /** Breaks the contract. */
    THROW
  }

  /** A stack trace takes long. */
  private static final int WRITES_MEASURED = 20;

  private final Executor otherThread;
  private final Runnable onResume;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile Mode mode;
  private ConnectionDriver driver;
  private ByteBuffer[] inProgress;
  private int writes;
  private int largestWrite;
  private int writesAfterEnd;
  private int overlappingWrites;
  private int deepestStack;
  private int resumed;
  private boolean halfCloses = true;
  private boolean askedToShutDown;
  private boolean shutDown;
  private boolean closed;
  private boolean aborted;
  private volatile boolean throwWhenAborted;
  private volatile Runnable onRetry = () -> {};

  FakeTransport(Mode mode, Executor otherThread, Runnable onResume) {
    this.mode = mode;
    this.otherThread = otherThread;
    this.onResume = onResume;
  }

  void attach(ConnectionDriver value) {
    driver = value;
  }

  public void mode(Mode value) {
    mode = value;
  }

  public void throwWhenAborted(boolean value) {
    throwWhenAborted = value;
  }

  @Override
  public void write(ByteBuffer[] buffers) {
    synchronized (this) {
      writes++;
      largestWrite = Math.max(largestWrite, buffers.length);
      if (writes <= WRITES_MEASURED) {
        deepestStack = Math.max(deepestStack, Thread.currentThread().getStackTrace().length);
      }
      overlappingWrites += inProgress == null ? 0 : 1;
      writesAfterEnd += closed || aborted || shutDown ? 1 : 0;
      inProgress = buffers;
    }
    switch (mode) {
      case INLINE -> complete();
      case OTHER_THREAD -> otherThread.execute(this::complete);
      case FAIL -> fail();
      case THROW -> throw new IllegalStateException("a broken transport");
      case LATER -> {}
    }
  }

  /** Takes all bytes of the write in progress, and says so. */
  public boolean complete() {
    synchronized (this) {
      ByteBuffer[] buffers = inProgress;
      if (buffers == null) {
        return false;
      }
      inProgress = null;
      for (ByteBuffer each : buffers) {
        byte[] copy = new byte[each.remaining()];
        each.get(copy);
        bytes.writeBytes(copy);
      }
    }
    try {
      driver.written();
    } catch (Throwable e) {
      driver.writeFailed(e);
    }
    return true;
  }

  /** Takes that many bytes of the write in progress, if there is one, which goes on. */
  public synchronized void takeSome(int count) {
    if (inProgress == null) {
      return;
    }
    int left = count;
    for (ByteBuffer each : inProgress) {
      byte[] copy = new byte[Math.min(left, each.remaining())];
      each.get(copy);
      bytes.writeBytes(copy);
      left -= copy.length;
    }
  }

  /** What happens when a write in progress is tried again. */
  void whenRetried(Runnable action) {
    onRetry = action;
  }

  @Override
  public void retryWrite() {
    onRetry.run();
  }

  @Override
  public void resumeReading() {
    synchronized (this) {
      resumed++;
    }
    otherThread.execute(onResume);
  }

  @Override
  public synchronized boolean shutdownOutput() {
    askedToShutDown = true;
    shutDown = halfCloses;
    return halfCloses;
  }

  synchronized boolean wasAskedToShutDown() {
    return askedToShutDown;
  }

  /** As on containers whose API cannot send FIN alone. */
  synchronized void closesOnlyBothWays() {
    halfCloses = false;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public void abort() {
    synchronized (this) {
      aborted = true;
    }
    fail();
    if (throwWhenAborted) {
      throw new IllegalStateException("a broken transport");
    }
  }

  private void fail() {
    synchronized (this) {
      if (inProgress == null) {
        return;
      }
      inProgress = null;
    }
    driver.writeFailed(new java.io.IOException("cut"));
  }

  public synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Whether writes are over when somebody says so. */
  boolean readsLater() {
    return mode == Mode.LATER;
  }

  public synchronized boolean isWriting() {
    return inProgress != null;
  }

  /** The buffers of the write in progress. */
  public synchronized ByteBuffer[] inProgress() {
    return inProgress.clone();
  }

  public synchronized int writes() {
    return writes;
  }

  public synchronized int largestWrite() {
    return largestWrite;
  }

  /** How deep the first twenty writes were called. */
  public synchronized int deepestStack() {
    return deepestStack;
  }

  public synchronized int resumed() {
    return resumed;
  }

  public synchronized boolean isShutDown() {
    return shutDown;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  public synchronized boolean isAborted() {
    return aborted;
  }

  /** Whether TCP is gone, in whatever way. */
  public synchronized boolean isGone() {
    return closed || aborted;
  }

  /** Writes that came before the one before was over, or after the end. */
  public synchronized int violations() {
    return overlappingWrites + writesAfterEnd;
  }
}
