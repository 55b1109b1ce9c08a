package org.drafthorse.servlet.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.ConnectionDriver;
import org.drafthorse.runtime.Transport;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;

/**
 * A Jetty connection that reads for a {@link ConnectionDriver} and writes for it.
 *
 * <p>Reads on the thread that finds the bytes (fill interest NON_BLOCKING); where {@link
 * SelectorThreads} are ready, that thread runs short callbacks too. One thread reads at a time: the
 * one that was called as fillable, or the one that took up reading after a pause.
 */
final class JettyConnection extends AbstractConnection
    implements Connection.UpgradeTo, Transport, Runnable {

  /** So that one busy client does not keep the selector's thread from all others. */
  private static final int READS_IN_A_ROW = 8;

  private enum Reading {
    /** A thread reads, or fill interest is set. */
    ON,
    /** The driver wants no more for now. */
    PAUSED,
    /** The driver wanted more again before the reading thread was back. */
    RESUMED
  }

  private final Wire wire;
  private final ConnectionDriver driver;
  private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.ON);

  /** What came with the request; only until {@link #onOpen}. */
  private @Nullable ByteBuffer leftover;

  private volatile boolean opened;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What a pause left over; the reading thread's. */
  private @Nullable RetainableByteBuffer kept;

  /** Reading has thrown; the reading thread's. */
  private boolean failed;

  private final @Nullable SelectorThreads threads;

  /** What Jetty heard of {@link #fillCallback}, on the thread that is about to call it. */
  private boolean mayBlock;

  private final Callback fillCallback = new FillCallback();
  private final Callback writeCallback = new WriteCallback();

  JettyConnection(
      EndPoint endPoint,
      Wire wire,
      Executor executor,
      @Nullable SelectorThreads threads,
      ConnectionDriver driver,
      @Nullable ByteBuffer leftover) {
    super(endPoint, executor);
    this.wire = wire;
    this.driver = driver;
    this.leftover = leftover;
    this.threads = threads;
  }

  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    ByteBuffer before = leftover;
    int length = buffer.remaining() + (before == null ? 0 : before.remaining());
    ByteBuffer all = ByteBuffer.allocate(length);
    if (before != null) {
      all.put(before);
    }
    leftover = all.put(buffer).flip();
  }

  @Override
  public void onOpen() {
    opened = true;
    super.onOpen();
    // Ours are better: they know what is idle.
    getEndPoint().setIdleTimeout(0);
    driver.open(this);
    if (!wire.isOpen()) {
      driver.failed(null);
    }
    ByteBuffer first = leftover;
    leftover = null;
    if (first != null && first.hasRemaining()) {
      kept = RetainableByteBuffer.wrap(first);
      run();
    } else {
      fillInterested();
    }
  }

  /** The exchange that should have opened this connection is over. */
  void endUnlessOpened() {
    if (!opened) {
      driver.failed(null);
    }
  }

  @Override
  public void fillInterested() {
    fillInterested(fillCallback);
  }

  @Override
  public void onFillable() {
    run();
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    driver.failed(cause);
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    if (closed.compareAndSet(false, true)) {
      super.onClose(cause);
      driver.failed(cause);
    }
  }

  /** Reads what there is. */
  @Override
  public void run() {
    try {
      read();
    } catch (Throwable e) {
      driver.failed(e);
      if (!failed) {
        failed = true;
        // What is still to come has to be read, for its buffers.
        fillInterested();
      }
    }
  }

  private void read() throws IOException {
    for (int i = 0; i < READS_IN_A_ROW; i++) {
      RetainableByteBuffer buffer = next();
      if (buffer == null) {
        return;
      }
      int length = buffer.remaining();
      if (!deliver(buffer)) {
        if (reading.compareAndSet(Reading.ON, Reading.PAUSED)) {
          return;
        }
        reading.set(Reading.ON);
      } else if (wire.isEmptiedBy(length)) {
        break;
      }
    }
    readLater();
  }

  /** The next bytes; null if there are none, and all was done that is to be done then. */
  private @Nullable RetainableByteBuffer next() throws IOException {
    RetainableByteBuffer next = kept;
    kept = null;
    if (next != null) {
      return next;
    }
    next = wire.read();
    if (next == null) {
      if (wire.isAtEnd()) {
        driver.endOfInput();
      } else {
        fillInterested();
      }
    }
    return next;
  }

  /** Whether to read on; what was not taken is kept. */
  private boolean deliver(RetainableByteBuffer read) {
    ByteBuffer bytes = read.getByteBuffer();
    RetainableByteBuffer rest = null;
    try {
      boolean goOn = driver.received(bytes);
      if (bytes.hasRemaining()) {
        // A pause may be long: it does not keep a pooled buffer.
        rest =
            bytes.isDirect()
                ? RetainableByteBuffer.wrap(
                    ByteBuffer.allocate(bytes.remaining()).put(bytes).flip())
                : read;
      }
      return goOn;
    } finally {
      kept = rest;
      if (rest != read) {
        read.release();
      }
    }
  }

  private void readLater() {
    if (kept == null) {
      fillInterested();
    } else {
      execute();
    }
  }

  @Override
  public void resumeReading() {
    // In one step: the reading thread may be about to pause.
    Reading before =
        reading.getAndUpdate(now -> now == Reading.PAUSED ? Reading.ON : Reading.RESUMED);
    if (before == Reading.PAUSED) {
      execute();
    }
  }

  private void execute() {
    try {
      getExecutor().execute(this);
    } catch (RejectedExecutionException e) {
      // The server stops; what is kept goes back to the pool all the same.
      wire.abort(e);
      run();
    }
  }

  @Override
  public void write(ByteBuffer[] buffers) {
    try {
      wire.write(writeCallback, buffers);
    } catch (IOException e) {
      driver.writeFailed(e);
    }
  }

  @Override
  public void retryWrite() {
    wire.retryWrite();
  }

  @Override
  public boolean shutdownOutput() {
    wire.shutdownOutput();
    return true;
  }

  @Override
  public void close() {
    wire.close();
  }

  @Override
  public void abort() {
    if (!closed.get()) {
      wire.abort(new EofException("aborted"));
    }
  }

  private final class FillCallback implements Callback {
    /** BLOCKING makes Jetty ask {@link SelectorThreads} first. */
    @Override
    public InvocationType getInvocationType() {
      mayBlock = threads != null && driver.isQuick() && threads.areReady();
      return mayBlock ? InvocationType.BLOCKING : InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
      SelectorThreads.Lead lead = mayBlock && threads != null ? threads.lead() : null;
      if (lead == null) {
        onFillable();
        return;
      }
      try {
        driver.lead(JettyConnection.this);
      } finally {
        lead.end();
      }
    }

    @Override
    public void failed(Throwable x) {
      onFillInterestedFailed(x);
    }
  }

  private final class WriteCallback implements Callback {
    @Override
    public void succeeded() {
      driver.written();
    }

    @Override
    public void failed(Throwable x) {
      driver.writeFailed(x);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
