package org.drafthorse.servlet.standard;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.ConnectionDriver;
import org.drafthorse.runtime.Transport;

/**
 * A connection of the Servlet API's non-blocking streams (Servlet 6.0, sections 3.7 and 5.7).
 *
 * <p>Reading: on the container's threads only, as long as the stream is ready and the driver takes
 * more. To pause is to leave the stream alone while it is ready, since the container stays silent
 * until it was found not to be; to go on, what was kept is delivered on a thread of the executor,
 * and then the container is asked to call again.
 *
 * <p>Writing: on the thread of the driver, as long as the stream is ready, then on the container's.
 * A write is over when the stream is ready again after the flush: only then has the container let
 * go of all bytes.
 *
 * <p>After a stream was found not ready, the container may call at once on another thread; hence a
 * {@link Gate} each for reading and for writing.
 */
final class StandardTransport implements Transport, ReadListener, WriteListener {

  private static final int READ_BYTES = 16 * 1024;
  private static final int WRITE_BYTES = 16 * 1024;

  private static final ThreadLocal<byte[]> READ_BUFFER =
      ThreadLocal.withInitial(() -> new byte[READ_BYTES]);

  private enum Reading {
    ON,
    PAUSED,
    /** The driver wanted more again before the reading thread was back. */
    RESUMED
  }

  private final WebConnection connection;
  private final ContainerSocket socket;
  private final ConnectionDriver driver;
  private final Executor executor;
  private final ServletInputStream in;
  private final ServletOutputStream out;
  private final Gate reader = new Gate();
  private final Gate writer = new Gate();
  private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.ON);

  /** What the driver left over; within the reader's gate. */
  private @Nullable ByteBuffer kept;

  /** What the driver wants written; from {@link #write} to its end. */
  private volatile ByteBuffer @Nullable [] pending;

  /** Within the writer's gate. */
  private boolean flushed;

  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  StandardTransport(
      WebConnection connection, ContainerSocket socket, ConnectionDriver driver, Executor executor)
      throws IOException {
    this.connection = connection;
    this.socket = socket;
    this.driver = driver;
    this.executor = executor;
    this.in = connection.getInputStream();
    this.out = connection.getOutputStream();
  }

  /** On the container's thread. Bytes come after the driver has opened, never before. */
  void open() {
    out.setWriteListener(this);
    driver.open(this);
    if (!closed) {
      in.setReadListener(this);
    }
  }

  @Override
  public void onDataAvailable() {
    reader.pass(() -> read(true));
  }

  @Override
  public void onAllDataRead() {
    driver.endOfInput();
  }

  @Override
  public void onWritePossible() {
    writer.pass(this::writeOn);
  }

  /** Either stream failed. */
  @Override
  public void onError(Throwable cause) {
    fail(cause);
    driver.failed(cause);
  }

  @Override
  public void resumeReading() {
    Reading before =
        reading.getAndUpdate(now -> now == Reading.PAUSED ? Reading.ON : Reading.RESUMED);
    if (before == Reading.PAUSED) {
      executor.execute(() -> reader.pass(() -> read(false)));
    }
  }

  private void read(boolean onContainersThread) {
    try {
      if (closed || reading.get() == Reading.PAUSED || !deliverKept()) {
        return;
      }
      if (!onContainersThread && socket.wakeReading()) {
        return;
      }
      byte[] buffer = READ_BUFFER.get();
      while (!closed && in.isReady()) {
        int length = in.read(buffer);
        if (length < 0) {
          driver.endOfInput();
          return;
        }
        if (!deliver(ByteBuffer.wrap(buffer, 0, length))) {
          return;
        }
      }
    } catch (IOException | IllegalStateException e) {
      onError(e);
    }
  }

  private boolean deliverKept() {
    ByteBuffer rest = kept;
    kept = null;
    return rest == null || deliver(rest);
  }

  /** Whether to read on; if not, the driver resumes. */
  private boolean deliver(ByteBuffer bytes) {
    while (!driver.received(bytes)) {
      if (bytes.hasRemaining()) {
        kept = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      }
      if (reading.compareAndSet(Reading.ON, Reading.PAUSED)) {
        return false;
      }
      reading.set(Reading.ON);
      bytes = kept == null ? bytes : kept;
      kept = null;
    }
    return true;
  }

  @Override
  public void write(ByteBuffer[] buffers) {
    pending = buffers;
    writer.pass(this::writeOn);
  }

  private void writeOn() {
    ByteBuffer[] buffers = pending;
    if (buffers == null) {
      return;
    }
    Throwable failed = failure;
    try {
      if (failed == null && !tryWrite(buffers)) {
        return;
      }
    } catch (IOException | IllegalStateException e) {
      failed = e;
    }
    pending = null;
    flushed = false;
    if (failed == null) {
      driver.written();
    } else {
      driver.writeFailed(failed);
    }
  }

  /** Whether all is out; if not, the container will call. */
  private boolean tryWrite(ByteBuffer[] buffers) throws IOException {
    for (ByteBuffer each : buffers) {
      while (each.hasRemaining()) {
        if (!out.isReady()) {
          return false;
        }
        // An array of just this size: Undertow does not look at offset and length.
        byte[] chunk = new byte[Math.min(WRITE_BYTES, each.remaining())];
        each.get(chunk);
        out.write(chunk);
      }
    }
    if (!flushed) {
      if (!out.isReady()) {
        return false;
      }
      flushed = true;
      out.flush();
    }
    return out.isReady();
  }

  /** The API has no half-close. */
  @Override
  public boolean shutdownOutput() {
    return false;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        connection.close();
      } catch (Exception e) {
        fail(e);
      }
      socket.close();
    }
  }

  @Override
  public void abort() {
    closed = true;
    socket.abort();
    fail(new IOException("aborted"));
  }

  private void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    writer.pass(this::writeOn);
  }
}
