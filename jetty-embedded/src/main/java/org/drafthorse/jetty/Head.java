package org.drafthorse.jetty;

import java.util.concurrent.atomic.AtomicLong;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * The head that is due next on a connection that speaks HTTP, or will when TLS's handshake is done.
 * The first one is due from the beginning, a later one from its first byte on. In HTTP/2, whose
 * preface ends with a frame, every frame is one, but for those that come while a stream is open.
 *
 * <p>Bytes are counted on the network: a part of a TLS record is a part of a head too.
 */
final class Head implements HTTP2Session.FrameListener {

  private static final long NOT_DUE = -1;

  private final Connection connection;
  private final @Nullable SslConnection tls;
  private final EndPoint socket;

  /** Of HTTP/2. */
  private final AtomicLong frames = new AtomicLong();

  private volatile long dueSince;

  /** What had come when the last one was whole; the sweep's, as all that follows. */
  private long bytesBefore;

  private long whole;

  private Head(Connection connection) {
    EndPoint endPoint = connection.getEndPoint();
    this.connection = connection;
    this.tls = endPoint instanceof SslConnection.SslEndPoint ssl ? ssl.getSslConnection() : null;
    this.socket = tls == null ? endPoint : tls.getEndPoint();
  }

  static Head of(Connection connection) {
    Head head = new Head(connection);
    if (connection instanceof HTTP2Connection http2) {
      http2.getSession().addEventListener(head);
    }
    return head;
  }

  /** The time does not start anew when TLS's handshake is done, or HTTP/2 recognised. */
  void begin(@Nullable Head inPlaceOf, long now) {
    dueSince = inPlaceOf != null && inPlaceOf.isDue() ? inPlaceOf.dueSince : now;
  }

  EndPoint socket() {
    return socket;
  }

  /** Whether nothing more is due: the connection is closed, or WebSocket has taken it over. */
  boolean isOver() {
    return !socket.isOpen() || connection.getEndPoint().getConnection() != connection;
  }

  /** Looks what has come, and says whether more is due. */
  boolean look(long now) {
    long seen = seen();
    if (seen != whole || connection.getMessagesIn() > connection.getMessagesOut()) {
      whole = seen;
      bytesBefore = bytes();
      dueSince = NOT_DUE;
    } else if (!isDue() && bytes() > bytesBefore) {
      dueSince = now;
    }
    return isDue();
  }

  private boolean isDue() {
    return dueSince != NOT_DUE;
  }

  /** Nanoseconds. */
  long dueFor(long now) {
    return now - dueSince;
  }

  /** Of this head. */
  long bytesSaid() {
    return bytes() - bytesBefore;
  }

  /** With TCP, and nothing said in TLS. */
  void cut() {
    socket.close();
  }

  /** The parser's thread is the only one that counts. */
  @Override
  public void onIncomingFrame(Session session, Frame frame) {
    frames.lazySet(frames.get() + 1);
  }

  private long seen() {
    // Jetty says -1 of those that do not count.
    return connection instanceof HTTP2Connection
        ? frames.get()
        : Math.max(0, connection.getMessagesIn());
  }

  private long bytes() {
    return tls == null ? connection.getBytesIn() : tls.getBytesIn();
  }
}
