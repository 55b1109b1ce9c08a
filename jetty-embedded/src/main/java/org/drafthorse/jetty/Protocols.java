package org.drafthorse.jetty;

import java.io.IOException;
import java.nio.file.Path;
import org.drafthorse.Nullable;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What is spoken on the port: HTTP/1.1, and HTTP/2 beside it if wanted, in the clear or by TLS. */
final class Protocols {

  /** How many streams a connection may have: clients, most of them, behind one proxy. */
  private static final int STREAMS = 1024;

  /** What a client whose reading is paused may have sent beyond what it has credit for. */
  private static final int STREAM_WINDOW = 64 * 1024;

  /**
   * All streams of a connection share this window. Twice what they may hold together, as Jetty
   * gives it back in halves: then none that is paused keeps another one from sending.
   */
  private static final int SESSION_WINDOW = 2 * STREAMS * STREAM_WINDOW;

  /** Of frames that Jetty finds suspicious in crowds: all streams may be reset in one second. */
  private static final int EVENTS_PER_SECOND = 2 * STREAMS;

  private Protocols() {}

  /**
   * The factories for a connector, the one that starts first.
   *
   * @throws IOException if the keystore cannot be used, with one line for the user
   */
  static ConnectionFactory[] factories(WebSocketServer.Builder settings) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    HttpConnectionFactory http11 = new HttpConnectionFactory(http);
    Path keystore = settings.keystore;
    if (keystore == null) {
      return settings.http2
          ? new ConnectionFactory[] {http11, roomy(new PriorKnowledge(http))}
          : new ConnectionFactory[] {http11};
    }
    // Clients come by IP as well, which no certificate's host check would let in.
    http.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = tls(keystore, settings.keystorePassword);
    if (!settings.http2) {
      return new ConnectionFactory[] {new SslConnectionFactory(tls, http11.getProtocol()), http11};
    }
    // RFC 9113, section 9.2.2, forbids most of the ciphers of TLS 1.2.
    tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
    tls.setUseCipherSuitesOrder(true);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
    // By their names in TLS, which Jetty's factories write otherwise.
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol(http11.getProtocol());
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls, alpn.getProtocol()), alpn, roomy(http2), http11
    };
  }

  private static ConnectionFactory roomy(AbstractHTTP2ServerConnectionFactory http2) {
    http2.setMaxConcurrentStreams(STREAMS);
    http2.setInitialStreamRecvWindow(STREAM_WINDOW);
    http2.setInitialSessionRecvWindow(SESSION_WINDOW);
    http2.setFlowControlStrategyFactory(new FrameBudget());
    http2.setRateControlFactory(new WindowRateControl.Factory(EVENTS_PER_SECOND));
    return http2;
  }

  private static SslContextFactory.Server tls(Path file, char[] password) throws IOException {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(KeyStores.load(file, password));
    tls.setKeyStorePassword(new String(password));
    tls.setSniRequired(false);
    return tls;
  }

  /**
   * Takes clients that begin with HTTP/2, and leaves alone the {@code Upgrade: h2c} that RFC 9113
   * gave up: behind a proxy that does not know it, it hides requests.
   */
  private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {
    PriorKnowledge(HttpConfiguration http) {
      super(http);
    }

    @Override
    public @Nullable Connection upgradeConnection(
        Connector connector,
        EndPoint endPoint,
        MetaData.Request request,
        HttpFields.Mutable response101) {
      return HttpMethod.PRI.is(request.getMethod())
          ? super.upgradeConnection(connector, endPoint, request, response101)
          : null;
    }
  }
}
