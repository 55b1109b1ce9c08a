package org.drafthorse.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.drafthorse.ProtocolVersion;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Who wrote the client, and which version it speaks. */
enum ClientKind {
  NETTY_00(ProtocolVersion.V00, WebSocketVersion.V00),
  NETTY_7(ProtocolVersion.V7, WebSocketVersion.V07),
  NETTY_8(ProtocolVersion.V8, WebSocketVersion.V08),
  NETTY_13(ProtocolVersion.V13, WebSocketVersion.V13),
  JDK_13(ProtocolVersion.V13, null),
  JETTY_13(ProtocolVersion.V13, null),
  /** Over HTTP/2, a stream of one connection for each client. */
  JETTY_13_HTTP2(ProtocolVersion.V13, null);

  private final ProtocolVersion version;
  private final WebSocketVersion netty;

  ClientKind(ProtocolVersion version, WebSocketVersion netty) {
    this.version = version;
    this.netty = netty;
  }

  ProtocolVersion version() {
    return version;
  }

  boolean comesBy(Carrier carrier) {
    return carrier.isHttp2() == (this == JETTY_13_HTTP2);
  }

  WireClient connect(Machinery machinery, WireClient.Wish wish) throws WireClient.Refused {
    return switch (this) {
      case JDK_13 -> JdkClient.connect(machinery.jdk, wish);
      case JETTY_13 -> JettyClient.connect(machinery.jetty, wish);
      case JETTY_13_HTTP2 -> JettyClient.connect(machinery.jettyHttp2, wish);
      default -> NettyClient.connect(machinery.netty, netty, wish);
    };
  }

  /** What clients share. */
  static final class Machinery implements AutoCloseable {
    private static final int MOST = 4 * 1024 * 1024;

    final EventLoopGroup netty =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("wire-netty", true), NioIoHandler.newFactory());
    final HttpClient jdk = HttpClient.newBuilder().sslContext(TestKeystore.sslContext()).build();
    final WebSocketClient jetty = start(new HttpClientTransportOverHTTP(1));
    final WebSocketClient jettyHttp2 = start(new HttpClientTransportOverHTTP2(new HTTP2Client()));

    Machinery() throws Exception {}

    private static WebSocketClient start(HttpClientTransport transport) throws Exception {
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setSslContext(TestKeystore.sslContext());
      org.eclipse.jetty.client.HttpClient http = new org.eclipse.jetty.client.HttpClient(transport);
      http.setSslContextFactory(tls);
      WebSocketClient client = new WebSocketClient(http);
      client.setMaxTextMessageSize(MOST);
      client.setMaxBinaryMessageSize(MOST);
      client.setMaxFrameSize(MOST);
      client.setIdleTimeout(Duration.ofMinutes(1));
      client.start();
      return client;
    }

    @Override
    public void close() {
      netty.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
      LifeCycle.stop(jetty);
      LifeCycle.stop(jettyHttp2);
    }
  }
}
