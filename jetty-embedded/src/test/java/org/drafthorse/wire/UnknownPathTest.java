package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.UnknownPath;
import org.drafthorse.servlet.WebSocketFilter;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSocket requests that the filter passes on, as the one does that is added for annotations. */
@Timeout(60)
final class UnknownPathTest {

  private final WebSocketRuntime runtime = WebSocketRuntime.builder().build();
  private final Server server = new Server();
  private ServerConnector connector;

  @BeforeEach
  void start() throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    FilterHolder filter = new FilterHolder(new WebSocketFilter(runtime, UnknownPath.CHAIN));
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new Knowing()), "/known");
    server.setHandler(context);
    runtime.registry().register("/ours", new ServerSide());
    runtime.start();
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    runtime.stop(Duration.ofSeconds(1));
    server.stop();
  }

  @Test
  void isNotFoundOverHttp11AndOverHttp2() throws IOException {
    assertThat(overHttp11("/nowhere")).isEqualTo(404);
    assertThat(overHttp2("/nowhere")).isEqualTo(404);
  }

  @Test
  void isForOthersToAnswer() throws IOException {
    assertThat(overHttp11("/known")).isEqualTo(299);
    assertThat(overHttp2("/known")).isEqualTo(299);
    assertThat(overHttp2("/known?403")).isEqualTo(403);
    assertThat(overHttp11("/ours")).isEqualTo(101);
    assertThat(overHttp2("/ours")).isEqualTo(200);
  }

  private int overHttp11(String path) throws IOException {
    try (WireSocket socket = WireSocket.connect(connector.getLocalPort())) {
      socket.send(new Handshake(ProtocolVersion.V13, path).bytes());
      return socket.readStatus();
    }
  }

  private int overHttp2(String path) throws IOException {
    try (Http2Connection connection = Http2Connection.connect(connector.getLocalPort());
        Http2Socket stream = connection.request(Http2Connection.handshake(path), false)) {
      return stream.readStatus();
    }
  }

  /** Answers whatever the method. */
  private static final class Knowing extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if ("403".equals(request.getQueryString())) {
        response.sendError(403, "not you");
      } else {
        response.setStatus(299);
      }
    }
  }
}
