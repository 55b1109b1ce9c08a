package org.drafthorse.servlet.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One stream of HTTP/2 (RFC 8441): FIN is END_STREAM, a reset is RST_STREAM with CANCEL.
 *
 * <p>Only fill interest goes through the stream's end point, which Jetty also tells of failures.
 * The rest of it will not do: its {@code fill} copies, and gives a buffer back twice when it is
 * closed meanwhile; its {@code write} allocates direct memory whenever there is more than one
 * buffer; and a stream that its {@code close} has closed stays in Jetty's table for good.
 *
 * <p>What is not read stays in Jetty's queue, and the stream's window shut. It takes its part of
 * the window that all streams of the connection share, which is why that has to be large enough for
 * all of them.
 */
final class StreamWire implements Wire {

  /** How long the peer may take for its END_STREAM after ours. */
  private static final long LINGER_MILLIS = 5_000;

  private static final long DEFAULT_STUCK_MILLIS = 30_000;

  /** Who watches over the frames of all streams finds here what ends this one. */
  private static final String END = "org.drafthorse.end";

  private final EndPoint endPoint;
  private final Stream stream;
  private final EndPoint tcp;
  private final Scheduler scheduler;

  /** How long TCP may take for a RST_STREAM, before it counts as stuck for all its streams. */
  private final long stuckMillis;

  private final AtomicBoolean outputShut = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean aborted = new AtomicBoolean();
  private final Deadline linger = new Deadline();
  private final Deadline stuck = new Deadline();

  /** The reading thread's. */
  private boolean atEnd;

  /**
   * A stream.
   *
   * @param endPoint the stream's
   * @param tcp the end point of the connection that it is part of
   */
  StreamWire(EndPoint endPoint, EndPoint tcp, Connector connector) {
    this.endPoint = endPoint;
    this.stream = (Stream) endPoint.getTransport();
    this.tcp = tcp;
    this.scheduler = connector.getScheduler();
    long idle = connector.getIdleTimeout();
    this.stuckMillis = idle > 0 ? idle : DEFAULT_STUCK_MILLIS;
    Runnable end = () -> abort(new EofException("too many frames wait"));
    stream.setAttribute(END, end);
  }

  /** A reset between the answer and the upgrade is told to nobody. */
  @Override
  public boolean isOpen() {
    return !stream.isClosed();
  }

  @Override
  public @Nullable RetainableByteBuffer read() {
    for (Stream.Data data = stream.readData(); data != null; data = stream.readData()) {
      ByteBuffer bytes = data.frame().getByteBuffer();
      if (bytes.hasRemaining()) {
        return RetainableByteBuffer.wrap(bytes, data);
      }
      data.release();
      if (data.frame().isEndStream()) {
        atEnd = true;
        endedIfClosed();
        return null;
      }
    }
    return null;
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public boolean isEmptiedBy(int bytes) {
    return false;
  }

  @Override
  public void write(Callback callback, ByteBuffer[] buffers) {
    if (buffers.length == 1) {
      stream.data(new DataFrame(stream.getId(), buffers[0], false), callback);
    } else {
      new Writes(buffers, callback).iterate();
    }
  }

  @Override
  public void retryWrite() {
    // Jetty writes as soon as the stream's window opens, however little.
  }

  @Override
  public void shutdownOutput() {
    if (outputShut.compareAndSet(false, true)) {
      stream.data(
          new DataFrame(stream.getId(), BufferUtil.EMPTY_BUFFER, true),
          Callback.from(InvocationType.NON_BLOCKING, this::endedIfClosed, failure -> {}));
    }
  }

  /** Whoever reads goes on until the peer's END_STREAM: then Jetty forgets the stream. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      shutdownOutput();
      if (!stream.isClosed()) {
        linger.start(LINGER_MILLIS, () -> abort(new TimeoutException("no END_STREAM came")));
        endedIfClosed();
      }
    }
  }

  /** What was not read yet is left to whoever reads, who does not stop before the end. */
  @Override
  public void abort(Throwable cause) {
    if (!aborted.compareAndSet(false, true)) {
      return;
    }
    if (stream.isClosed()) {
      ended(cause);
      return;
    }
    stuck.start(stuckMillis, () -> tcp.close(new TimeoutException("TCP takes no RST_STREAM")));
    stream.reset(
        new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code),
        Callback.from(InvocationType.NON_BLOCKING, () -> ended(cause), failure -> ended(cause)));
  }

  private void endedIfClosed() {
    if (stream.isClosed()) {
      ended(new EofException("closed"));
    }
  }

  /** Nobody else tells the connection's listeners of it. */
  private void ended(Throwable cause) {
    linger.end();
    stuck.end();
    Connection connection = endPoint.getConnection();
    if (connection != null) {
      connection.onClose(cause);
    }
  }

  /** Does something unless it is ended in time. Any thread; started once. */
  private final class Deadline {
    private final AtomicReference<Scheduler.@Nullable Task> task = new AtomicReference<>();
    private volatile boolean ended;

    void start(long millis, Runnable orElse) {
      task.set(scheduler.schedule(orElse, millis, TimeUnit.MILLISECONDS));
      if (ended) {
        end();
      }
    }

    void end() {
      ended = true;
      Scheduler.Task started = task.getAndSet(null);
      if (started != null) {
        started.cancel();
      }
    }
  }

  /** Several buffers, a DATA frame or more for each. */
  private final class Writes extends IteratingCallback {
    private final ByteBuffer[] buffers;
    private final Callback callback;
    private int next;

    Writes(ByteBuffer[] buffers, Callback callback) {
      this.buffers = buffers;
      this.callback = callback;
    }

    @Override
    protected Action process() {
      if (next == buffers.length) {
        return Action.SUCCEEDED;
      }
      stream.data(new DataFrame(stream.getId(), buffers[next++], false), this);
      return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
      callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      callback.failed(cause);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
