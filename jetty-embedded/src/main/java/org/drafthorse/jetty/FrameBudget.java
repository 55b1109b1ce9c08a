package org.drafthorse.jetty;

import java.util.concurrent.atomic.AtomicLong;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/**
 * How many DATA frames of HTTP/2 may wait to be read, over all streams of a server. Windows count
 * bytes (RFC 9113, section 5.2), but in memory a frame of one byte takes as much as one of a
 * hundred: behind a stream whose reading pauses, such frames would fill the heap. Beyond the
 * budget, streams on which more than a few wait are ended. Any thread.
 */
final class FrameBudget implements FlowControlStrategy.Factory {

  /** Under this name, a stream has what ends it in the way that its owner wants. */
  private static final String END = "org.drafthorse.end";

  private static final String COUNT = FrameBudget.class.getName();

  /** About what Jetty keeps for a frame, beside its bytes. */
  private static final int FRAME_BYTES = 160;

  /** Of the heap; what waits elsewhere has a quarter. */
  private static final int SHARE = 16;

  private static final int FEW = 64;

  private final long most = Runtime.getRuntime().maxMemory() / SHARE / FRAME_BYTES;
  private final AtomicLong waiting = new AtomicLong();

  @Override
  public FlowControlStrategy newFlowControlStrategy() {
    return new Counting();
  }

  private void arrived(Stream stream, Waiting its, int length) {
    int frames = its.add(length);
    long all = waiting.incrementAndGet();
    if (all > most && frames > (all > 2 * most ? 0 : FEW)) {
      end(stream);
    }
  }

  private static void end(Stream stream) {
    if (stream.getAttribute(END) instanceof Runnable end) {
      end.run();
    } else {
      stream.reset(
          new ResetFrame(stream.getId(), ErrorCode.ENHANCE_YOUR_CALM_ERROR.code), Callback.NOOP);
    }
  }

  private static @Nullable Waiting of(@Nullable Stream stream) {
    return stream == null ? null : (Waiting) stream.getAttribute(COUNT);
  }

  /** What waits on one stream. */
  private static final class Waiting {
    private int frames;
    private long bytes;

    synchronized int add(int length) {
      bytes += length;
      return ++frames;
    }

    /**
     * Jetty says so for each frame that is read, and once for all that a reset drops.
     *
     * @return how many frames that were
     */
    synchronized int remove(long length) {
      bytes -= length;
      int gone = bytes > 0 ? Math.min(1, frames) : frames;
      frames -= gone;
      return gone;
    }
  }

  private final class Counting extends BufferingFlowControlStrategy {

    Counting() {
      super(0.5F);
    }

    @Override
    public void onStreamCreated(Stream stream) {
      super.onStreamCreated(stream);
      stream.setAttribute(COUNT, new Waiting());
    }

    @Override
    public void onDataReceived(Session session, @Nullable Stream stream, int length) {
      super.onDataReceived(session, stream, length);
      Waiting its = of(stream);
      // Jetty itself limits how many empty ones come.
      if (stream != null && its != null && length > 0) {
        arrived(stream, its, length);
      }
    }

    @Override
    public void onDataConsumed(Session session, @Nullable Stream stream, int length) {
      super.onDataConsumed(session, stream, length);
      Waiting its = of(stream);
      if (its != null && length > 0) {
        waiting.addAndGet(-its.remove(length));
      }
    }
  }
}
