package org.drafthorse.servlet.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.ConnectionDriver;
import org.drafthorse.runtime.Transport;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;

/**
 * A Jetty connection that reads for a {@link ConnectionDriver} and writes for it.
 *
 * <p>Reads on the thread that finds the bytes (fill interest NON_BLOCKING), into a buffer of
 * Jetty's pool that goes back before it waits for more: an idle connection holds none. One thread
 * reads at a time: the one that was called as fillable, or the one that took up reading after a
 * pause.
 */
final class JettyConnection extends AbstractConnection.NonBlocking
    implements Connection.UpgradeTo, Transport {

  private static final int READ_BYTES = 32 * 1024;

  /** So that one busy client does not keep the selector's thread from all others. */
  private static final int READS_IN_A_ROW = 16;

  private enum Reading {
    /** A thread reads, or fill interest is set. */
    ON,
    /** The driver wants no more for now. */
    PAUSED,
    /** The driver wanted more again before the reading thread was back. */
    RESUMED
  }

  private final ConnectionDriver driver;
  private final ByteBufferPool pool;
  private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.ON);

  /** Decrypted bytes may wait where no selector sees them: then a short read proves nothing. */
  private final boolean secure;

  /** What came with the request; only until {@link #onOpen}. */
  private @Nullable ByteBuffer leftover;

  private volatile boolean opened;

  /** What a pause left over; the reading thread's. */
  private @Nullable RetainableByteBuffer kept;

  private final Callback writeCallback = new WriteCallback();

  JettyConnection(
      EndPoint endPoint,
      Connector connector,
      ConnectionDriver driver,
      boolean secure,
      @Nullable ByteBuffer leftover) {
    super(endPoint, connector.getExecutor());
    this.driver = driver;
    this.pool = connector.getByteBufferPool();
    this.secure = secure;
    this.leftover = leftover;
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
    ByteBuffer first = leftover;
    leftover = null;
    if (first != null && first.hasRemaining()) {
      kept = RetainableByteBuffer.wrap(first);
      read();
    } else {
      fillInterested();
    }
  }

  /** The exchange that should have opened this connection is over. */
  void endUnlessOpened(Throwable cause) {
    if (!opened) {
      driver.failed(cause);
    }
  }

  @Override
  public void onFillable() {
    read();
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    driver.failed(cause);
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    driver.failed(cause == null ? new EofException() : cause);
  }

  private void read() {
    for (int i = 0; i < READS_IN_A_ROW; i++) {
      RetainableByteBuffer buffer = kept == null ? pool.acquire(READ_BYTES, true) : kept;
      kept = null;
      int filled = buffer.hasRemaining() ? buffer.remaining() : fill(buffer);
      if (filled <= 0) {
        buffer.release();
        if (filled == 0) {
          fillInterested();
        }
        return;
      }
      boolean goOn = driver.received(buffer.getByteBuffer());
      boolean shortRead = !secure && filled < READ_BYTES;
      if (buffer.hasRemaining()) {
        kept = buffer;
      } else {
        buffer.release();
      }
      if (!goOn) {
        if (reading.compareAndSet(Reading.ON, Reading.PAUSED)) {
          return;
        }
        reading.set(Reading.ON);
      } else if (shortRead) {
        break;
      }
    }
    readLater();
  }

  /** The bytes filled, 0 for none yet, -1 for the end, which the driver was told. */
  private int fill(RetainableByteBuffer buffer) {
    try {
      int filled = getEndPoint().fill(buffer.getByteBuffer());
      if (filled < 0) {
        driver.endOfInput();
      }
      return filled;
    } catch (Throwable e) {
      driver.failed(e);
      return -1;
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
      getExecutor().execute(this::read);
    } catch (RejectedExecutionException e) {
      // The server stops; what is kept goes back to the pool all the same.
      getEndPoint().close(e);
      read();
    }
  }

  @Override
  public void write(ByteBuffer[] buffers) {
    try {
      getEndPoint().write(writeCallback, buffers);
    } catch (Throwable e) {
      driver.writeFailed(e);
    }
  }

  @Override
  public boolean shutdownOutput() {
    getEndPoint().shutdownOutput();
    return true;
  }

  @Override
  public void abort() {
    getEndPoint().close(new EofException("aborted"));
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
