package org.drafthorse.servlet.standard;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.ConnectionDriver;
import org.drafthorse.runtime.Transport;

/**
 * A connection of the Servlet API's non-blocking streams (Servlet 6.0, sections 3.7 and 5.7).
 *
 * <p>Reading: on the container's threads, as long as the stream is ready and the driver takes more.
 * To pause is to leave the stream alone while it is ready; to go on, what was kept is delivered on
 * a thread of the executor, then the container is asked to call. The end of input comes behind it.
 *
 * <p>Writing: not before the container has said for the first time that it is possible; then on the
 * thread of the driver, as long as the stream is ready, and on the container's. A write is over
 * when the stream is ready again after the flush: only then has the container let go of all bytes.
 *
 * <p>Containers may call on two threads at once: hence a {@link Gate} for each direction.
 */
final class StandardTransport implements Transport {

  private static final int PIECE = 16 * 1024;
  private static final ThreadLocal<byte[]> READ_BUFFER =
      ThreadLocal.withInitial(() -> new byte[PIECE]);

  private enum Reading {
    ON,
    PAUSED,
    /** The driver wanted more again before the reading thread was back. */
    RESUMED
  }

  private final ContainerSocket socket;
  private final ConnectionDriver driver;
  private final Executor executor;
  private final ServletInputStream in;
  private final ServletOutputStream out;
  private final Gate reader = new Gate();
  private final Gate writer = new Gate();
  private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.ON);
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What the driver left over; within the reader's gate. */
  private @Nullable ByteBuffer kept;

  private volatile boolean inputEnded;

  /** From {@link #write} to its end. */
  private volatile ByteBuffer @Nullable [] pending;

  /** The container has said that it takes bytes, and the stream has not denied it since. */
  private volatile boolean writable;

  /** Within the writer's gate. */
  private boolean flushed;

  private volatile @Nullable Throwable failure;

  StandardTransport(
      WebConnection connection, ContainerSocket socket, ConnectionDriver driver, Executor executor)
      throws IOException {
    this.socket = socket;
    this.driver = driver;
    this.executor = executor;
    this.in = connection.getInputStream();
    this.out = connection.getOutputStream();
  }

  /**
   * On the container's thread. Bytes come after the driver has opened, never before.
   *
   * @param first what was read of the connection already
   */
  void open(ByteBuffer first) {
    out.setWriteListener(new Writing());
    driver.open(this);
    if (first.hasRemaining()) {
      kept = first;
      reader.pass(this::deliverKept);
    }
    if (!closed.get()) {
      in.setReadListener(new Arriving());
    }
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
      readOn(onContainersThread);
    } catch (Throwable e) {
      inputFailed(e);
    }
  }

  private void readOn(boolean onContainersThread) throws IOException {
    if (closed.get()) {
      return;
    }
    if (reading.get() == Reading.PAUSED) {
      if (onContainersThread) {
        socket.holdReading();
      }
    } else if (!deliverKept()) {
      return;
    } else if (inputEnded) {
      driver.endOfInput();
    } else if (onContainersThread) {
      socket.freeReading();
      readStream();
    } else if (!socket.wakeReading()) {
      readStream();
    }
  }

  private void readStream() throws IOException {
    byte[] buffer = READ_BUFFER.get();
    while (!closed.get() && in.isReady()) {
      int length = in.read(buffer);
      if (length < 0) {
        inputEnded = true;
        driver.endOfInput();
        return;
      }
      if (!deliver(ByteBuffer.wrap(buffer, 0, length))) {
        return;
      }
    }
  }

  /** Tomcat reports the end of input as a failure, and only of the input. */
  private void inputFailed(Throwable cause) {
    if (cause instanceof EOFException) {
      inputEnded = true;
      reader.pass(() -> read(false));
    } else {
      fail(cause);
      driver.failed(cause);
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
    } catch (Throwable e) {
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
        if (!isWritable()) {
          return false;
        }
        // An array of just this size: Undertow does not look at offset and length.
        byte[] chunk = new byte[Math.min(PIECE, each.remaining())];
        each.get(chunk);
        out.write(chunk);
      }
    }
    if (!flushed) {
      if (!isWritable()) {
        return false;
      }
      flushed = true;
      out.flush();
    }
    return isWritable();
  }

  private boolean isWritable() {
    if (!writable) {
      return false;
    }
    // Before the stream is asked: then the container may call at once.
    writable = false;
    if (!out.isReady()) {
      return false;
    }
    writable = true;
    return true;
  }

  @Override
  public boolean shutdownOutput() {
    return false; // There is no half-close.
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      socket.close();
    }
  }

  @Override
  public void abort() {
    closed.set(true);
    socket.abort();
    fail(new IOException("aborted"));
  }

  private void fail(Throwable cause) {
    failure = failure == null ? cause : failure;
    writer.pass(this::writeOn);
  }

  private final class Arriving implements ReadListener {
    @Override
    public void onDataAvailable() {
      reader.pass(() -> read(true));
    }

    @Override
    public void onAllDataRead() {
      inputEnded = true;
      reader.pass(() -> read(true));
    }

    @Override
    public void onError(Throwable cause) {
      inputFailed(cause);
    }
  }

  private final class Writing implements WriteListener {
    @Override
    public void onWritePossible() {
      writable = true;
      writer.pass(StandardTransport.this::writeOn);
    }

    @Override
    public void onError(Throwable cause) {
      fail(cause);
      driver.failed(cause);
      socket.giveUpWriting();
    }
  }
}
