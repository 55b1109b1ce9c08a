package org.drafthorse.servlet.jetty;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The exchange of a CONNECT over HTTP/2, whoever answers it. Jetty keeps what comes behind the head
 * for the tunnel, and if there is none in the end, because the request was refused or reset, it
 * forgets the stream and never gives back the buffers, nor their part of the connection's window.
 */
final class ConnectStream extends HttpStream.Wrapper {

  private final EndPoint endPoint;
  private final Scheduler scheduler;

  /**
   * Wraps the exchange.
   *
   * @param endPoint of the tunnel
   */
  ConnectStream(HttpStream stream, EndPoint endPoint, Scheduler scheduler) {
    super(stream);
    this.endPoint = endPoint;
    this.scheduler = scheduler;
  }

  @Override
  public void succeeded() {
    super.succeeded();
    discardUnlessTunnel();
  }

  @Override
  public void failed(Throwable x) {
    super.failed(x);
    discardUnlessTunnel();
  }

  private void discardUnlessTunnel() {
    if (endPoint.getConnection() == null) {
      discard();
      // The thread that reads the connection may just be adding to it.
      scheduler.schedule(this::discard, 1, TimeUnit.SECONDS);
    }
  }

  private void discard() {
    Stream stream = (Stream) endPoint.getTransport();
    for (Stream.Data data = stream.readData(); data != null; data = stream.readData()) {
      data.release();
      if (data.frame().isEndStream() && !data.frame().getByteBuffer().hasRemaining()) {
        return;
      }
    }
  }
}
