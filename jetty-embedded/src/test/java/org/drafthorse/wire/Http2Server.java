package org.drafthorse.wire;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.drafthorse.runtime.WebSocketRuntime;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;

/** A server that knows all that it has lent out, and all streams that Jetty has not forgotten. */
final class Http2Server implements AutoCloseable {

  private final HTTP2CServerConnectionFactory http2 =
      new HTTP2CServerConnectionFactory(new HttpConfiguration());
  private final TrackedServer server;

  Http2Server(Consumer<WebSocketRuntime> resources) throws Exception {
    this(resources, Duration.ofSeconds(30));
  }

  /** With the connector's idle timeout. */
  Http2Server(Consumer<WebSocketRuntime> resources, Duration idle) throws Exception {
    Http2Connection.start();
    server = new TrackedServer(resources, context -> {}, connector -> speakHttp2(connector, idle));
  }

  private void speakHttp2(ServerConnector connector, Duration idle) {
    http2.setMaxConcurrentStreams(1024);
    connector.addConnectionFactory(http2);
    connector.setIdleTimeout(idle.toMillis());
  }

  int port() {
    return server.port();
  }

  Http2Connection connect() {
    return Http2Connection.connect(server.port());
  }

  TrackedServer tracked() {
    return server;
  }

  /** How many streams of all connections are in Jetty's tables. */
  int streamCount() {
    return http2.getBean(SessionContainer.class).getSessions().stream()
        .map(Session::getStreams)
        .mapToInt(Collection::size)
        .sum();
  }

  /** Jetty has forgotten all streams, and their buffers are back. */
  void awaitNoStreams() {
    server.awaitNoClients();
    Await.until(() -> streamCount() + " streams", () -> streamCount() == 0);
    server.awaitNoBuffers();
  }

  @Override
  public void close() {
    server.close();
  }
}
