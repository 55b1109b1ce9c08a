package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.WebSocketFilter;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter among others, in a web application with a class loader of its own. */
public final class FilterTest {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final ServletContextHandler context = new ServletContextHandler("/app");

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void whatAsksForNoWebSocketGoesDownTheChain() throws Exception {
    start("404");
    for (String upgrade : new String[] {"h2c", "websockets", "TLS/1.0, h2c", ""}) {
      try (WireSocket socket = WireSocket.connect(connector.getLocalPort())) {
        socket.send(handshake("/app/echo").without("Upgrade").with("Upgrade", upgrade).bytes());
        assertThat(socket.readStatus()).as(upgrade).isEqualTo(299);
      }
    }
    try (WireSocket socket = WireSocket.connect(connector.getLocalPort())) {
      socket.send("GET /app/echo HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(socket.readStatus()).isEqualTo(299);
    }
  }

  @Test
  void anUnknownPathIs404WhereTheFilterOwnsThePaths() throws Exception {
    start("404");
    assertThat(status(handshake("/app/nowhere"))).isEqualTo(404);
    assertThat(status(handshake("/app/echo"))).isEqualTo(101);
  }

  @Test
  void anUnknownPathGoesDownTheChainWhereThatIsSaid() throws Exception {
    start("chain");
    assertThat(status(handshake("/app/nowhere"))).isEqualTo(299);
    assertThat(status(handshake("/app/echo"))).isEqualTo(101);
  }

  @Test
  void aFilterThatIsMappedBeforeHasTheFirstWord() throws Exception {
    add(
        (request, response, chain) -> {
          if (((HttpServletRequest) request).getHeader("Authorization") == null) {
            ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_UNAUTHORIZED);
          } else {
            chain.doFilter(request, response);
          }
        });
    start("404");
    assertThat(status(handshake("/app/echo"))).isEqualTo(401);
    assertThat(status(handshake("/app/echo").with("Authorization", "yes"))).isEqualTo(101);
  }

  @Test
  void aWrappedRequestIsTakenOverAsWell() throws Exception {
    add(
        (request, response, chain) ->
            chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request), response));
    start("404");
    assertEchoes(ProtocolVersion.V13);
    assertEchoes(ProtocolVersion.V00);
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "executor"})
  void allCallbacksRunWithTheClassLoaderOfTheWebApplication(String listener) throws Exception {
    Witness.SEEN.clear();
    try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
      context.setClassLoader(loader);
      start("404", Map.of("listener", listener));
      assertEchoes(ProtocolVersion.V13);
      Await.until("onClose", () -> Witness.SEEN.size() == 4);
      assertThat(Witness.SEEN).containsOnly(loader);
    }
  }

  @Test
  void stoppingTheWebApplicationAloneCloses1001() throws Exception {
    start("404");
    try (WireSocket socket = WireSocket.open(connector.getLocalPort(), handshake("/app/echo"));
        Workers workers = new Workers(1)) {
      // The answer shows that the connection is open, which the 101 alone does not.
      socket.send(Frames.text("open?"));
      assertThat(socket.readFrame().text()).isEqualTo("open?");
      workers.start(context::stop);
      assertThat(socket.readFrame().closeCode()).isEqualTo(1001);
      socket.send(Frames.close(CloseStatus.GOING_AWAY));
      assertThat(socket.ends()).isTrue();
      workers.await();
    }
  }

  private void assertEchoes(ProtocolVersion version) throws Exception {
    Handshake handshake = new Handshake(version, "/app/echo");
    boolean draft00 = version == ProtocolVersion.V00;
    try (WireSocket socket = WireSocket.open(connector.getLocalPort(), handshake)) {
      socket.send(draft00 ? Frames.draft00Text("hello") : Frames.text("hello"));
      assertThat(draft00 ? socket.readDraft00Text() : socket.readFrame().text()).isEqualTo("hello");
      if (!draft00) {
        socket.closeInOrder();
      }
    }
  }

  private int status(Handshake handshake) throws Exception {
    try (WireSocket socket = WireSocket.connect(connector.getLocalPort())) {
      socket.send(handshake.bytes());
      return socket.readStatus();
    }
  }

  private static Handshake handshake(String path) {
    return new Handshake(ProtocolVersion.V13, path);
  }

  private void start(String unknownPath) throws Exception {
    start(unknownPath, Map.of());
  }

  private void start(String unknownPath, Map<String, String> settings) throws Exception {
    FilterHolder ours = new FilterHolder(WebSocketFilter.class);
    ours.setAsyncSupported(false);
    ours.setInitParameter("/echo", Witness.class.getName());
    ours.setInitParameter("versions", "13, 8, 7, 00");
    ours.setInitParameter("unknown-path", unknownPath);
    settings.forEach(ours::setInitParameter);
    context.addFilter(ours, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new EndOfChain()), "/*");
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  private void add(Filter filter) {
    context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
  }

  private static final class EndOfChain extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(299);
    }
  }

  /** An echo that remembers class loaders; made by the filter, hence public. */
  public static final class Witness implements WebSocketResource {
    private static final Queue<ClassLoader> SEEN = new ConcurrentLinkedQueue<>();

    /** For the filter. */
    public Witness() {}

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
      look();
      return HandshakeDecision.accept();
    }

    @Override
    public void onOpen(WebSocketConnection connection) {
      look();
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      look();
      connection.sendText(text);
    }

    @Override
    public void onClose(WebSocketConnection connection, CloseStatus status) {
      look();
    }

    private static void look() {
      SEEN.add(Thread.currentThread().getContextClassLoader());
    }
  }
}
