package org.drafthorse.wire;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/** Streams of two connections of HTTP/2, one of which has small windows. */
final class Http2Transport implements WireMixture.Transport, AutoCloseable {

  private static final int SMALL_WINDOW = 4 * 1024;

  private final String scheme;
  private final Http2Connection usual;
  private final Http2Connection narrow;

  Http2Transport(int port, boolean secure) {
    scheme = secure ? "https" : "http";
    usual = Http2Connection.connect(port, Http2Settings.defaultSettings(), secure);
    Http2Settings small = Http2Settings.defaultSettings().initialWindowSize(SMALL_WINDOW);
    narrow = Http2Connection.connect(port, small, secure);
  }

  @Override
  public boolean can(ProtocolVersion version) {
    return version == ProtocolVersion.V13;
  }

  @Override
  public WireMixture.Opened open(
      ProtocolVersion version, String target, @Nullable String offer, boolean smallWindow)
      throws IOException {
    Http2Headers headers = Http2Connection.handshake(target).scheme(scheme);
    if (offer != null) {
      headers.add("sec-websocket-extensions", offer);
    }
    Http2Socket socket = (smallWindow ? narrow : usual).open(headers);
    CharSequence agreed = socket.readHead().get("sec-websocket-extensions");
    boolean takeover = agreed != null && !agreed.toString().contains("server_no_context_takeover");
    return new WireMixture.Opened(socket, takeover);
  }

  @Override
  public void close() {
    usual.close();
    narrow.close();
  }

  @Override
  public String toString() {
    return "HTTP/2, " + scheme;
  }
}
