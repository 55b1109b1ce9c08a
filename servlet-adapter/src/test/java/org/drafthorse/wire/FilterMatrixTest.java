package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.UnknownPath;
import org.drafthorse.servlet.WebSocketFilter;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our filter before and after a security filter, among whatever else stands around it. */
final class FilterMatrixTest {

  private static final String CREDENTIALS = "Basic YW5uOnNlY3JldA==";
  private static final byte[] CLOSE = {(byte) 0xFF, 0};

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final Poison poison = new Poison();
  private final WebSocketRuntime runtime =
      WebSocketRuntime.builder()
          .versions(EnumSet.allOf(ProtocolVersion.class))
          .requestAttributes("tenant", "absent")
          .build();

  /** Where ours stands. */
  enum Order {
    OURS_THEN_SECURITY,
    SECURITY_THEN_OURS
  }

  /** What stands around both. */
  enum Around {
    NOTHING,
    REQUEST_WRAPPER,
    RESPONSE_WRAPPER,
    GZIP_HANDLER
  }

  /** A set-up, and a client. */
  record Setup(Order order, Around around, boolean async, ProtocolVersion version) {
    private Handshake handshake(String path) {
      return new Handshake(version, path).with("Accept-Encoding", "gzip");
    }
  }

  static Stream<Setup> setups() {
    List<Setup> all = new ArrayList<>();
    for (Order order : Order.values()) {
      for (Around around : Around.values()) {
        for (boolean async : new boolean[] {true, false}) {
          all.add(new Setup(order, around, async, ProtocolVersion.V13));
          all.add(new Setup(order, around, async, ProtocolVersion.V00));
        }
      }
    }
    return all.stream();
  }

  @AfterEach
  void stop() throws Exception {
    runtime.stop(Duration.ofSeconds(1));
    server.stop();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void anUpgradeWithoutCredentialsIs401WhereverOursIsMappedAfterSecurity(Setup setup)
      throws Exception {
    start(setup);
    boolean secured = setup.order == Order.SECURITY_THEN_OURS;
    assertThat(status(setup.handshake("/app/who"))).isEqualTo(secured ? 401 : 101);
    assertThat(status(setup.handshake("/app/who").with("Authorization", "Basic eDp5")))
        .isEqualTo(secured ? 401 : 101);
    assertThat(status(setup.handshake("/app/nowhere"))).isEqualTo(secured ? 401 : 404);
    Await.until("clients to be gone", () -> runtime.clientCount() == 0);
    assertThat(poison.touches()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void theSnapshotKnowsWhoItIsAndTheRequestIsLeftAlone(Setup setup) throws Exception {
    start(setup);
    Handshake handshake = setup.handshake("/app/who").with("Authorization", CREDENTIALS);
    try (WireSocket socket = WireSocket.connect(connector.getLocalPort())) {
      socket.send(handshake.head());
      String head = socket.readHead();
      assertThat(head).startsWith("HTTP/1.1 101 ").doesNotContain("Content-", "Transfer-");
      socket.send(handshake.key3());
      handshake.check(socket);
      String known =
          setup.order == Order.SECURITY_THEN_OURS
              ? "ann in " + sessionId(head) + " of [t1] null null"
              : "nobody in null of null null null";
      assertThat(ask(socket, setup.version)).isEqualTo(known);
      assertThat(poison.touches()).isEmpty();
      Await.until("the request to be garbage", poison::areRequestsForgotten);
      assertThat(ask(socket, setup.version)).isEqualTo(known);
      close(socket, setup.version);
    }
    Await.until("onClose", () -> runtime.clientCount() == 0);
    assertThat(poison.touches()).isEmpty();
  }

  private static String ask(WireSocket socket, ProtocolVersion version) throws IOException {
    if (version == ProtocolVersion.V00) {
      socket.send(Frames.draft00Text("who"));
      return socket.readDraft00Text();
    }
    socket.send(Frames.text("who"));
    return socket.readFrame().text();
  }

  private static void close(WireSocket socket, ProtocolVersion version) throws IOException {
    if (version == ProtocolVersion.V00) {
      socket.send(CLOSE);
      assertThat(socket.read(2)).isEqualTo(CLOSE);
      assertThat(socket.ends()).isTrue();
    } else {
      socket.closeInOrder();
    }
  }

  /** What the container set as cookie, which is its name for the session, perhaps with a suffix. */
  private static String sessionId(String head) {
    String cookie = head.substring(head.indexOf("JSESSIONID=") + "JSESSIONID=".length());
    return cookie.substring(0, cookie.indexOf(';')).replaceFirst("\\..*", "");
  }

  private int status(Handshake handshake) throws IOException {
    try (WireSocket socket = WireSocket.connect(connector.getLocalPort())) {
      socket.send(handshake.bytes());
      return socket.readStatus();
    }
  }

  private void start(Setup setup) throws Exception {
    ResourceOptions options = ResourceOptions.builder().origins(OriginPolicy.any()).build();
    runtime.registry().register("/who", new Who(), options);
    runtime.start();
    ServletContextHandler context =
        new ServletContextHandler("/app", ServletContextHandler.SESSIONS);
    List<Filter> filters = new ArrayList<>(List.of(poison));
    filters.add(wrapping(setup.around));
    Filter ours = new WebSocketFilter(runtime, UnknownPath.NOT_FOUND);
    boolean oursFirst = setup.order == Order.OURS_THEN_SECURITY;
    filters.addAll(oursFirst ? List.of(ours, new Security()) : List.of(new Security(), ours));
    for (Filter each : filters) {
      FilterHolder holder = new FilterHolder(each);
      holder.setAsyncSupported(setup.async);
      context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    context.addServlet(new ServletHolder(new EndOfChain()), "/*");
    if (setup.around == Around.GZIP_HANDLER) {
      context.insertHandler(gzip());
    }
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  /** The one that applications have, until Jetty takes it away. */
  @SuppressWarnings("removal")
  private static GzipHandler gzip() {
    GzipHandler gzip = new GzipHandler();
    gzip.setMinGzipSize(23);
    return gzip;
  }

  private static Filter wrapping(Around around) {
    return (request, response, chain) -> {
      ServletRequest inner = request;
      ServletResponse outer = response;
      if (around == Around.REQUEST_WRAPPER) {
        inner = new HttpServletRequestWrapper((HttpServletRequest) request);
      } else if (around == Around.RESPONSE_WRAPPER) {
        outer = new HttpServletResponseWrapper((HttpServletResponse) response);
      }
      chain.doFilter(inner, outer);
    };
  }

  private static final class EndOfChain extends HttpServlet {
    private static final long serialVersionUID = 1;
  }

  /** Demands a password, as a filter for security does: the principal is in a wrapper. */
  private static final class Security implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      HttpServletRequest http = (HttpServletRequest) request;
      if (!CREDENTIALS.equals(http.getHeader("Authorization"))) {
        ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        return;
      }
      http.setAttribute("tenant", List.of("t1"));
      http.setAttribute("secret", "not chosen");
      http.getSession(true);
      chain.doFilter(
          new HttpServletRequestWrapper(http) {
            @Override
            public Principal getUserPrincipal() {
              return () -> "ann";
            }
          },
          response);
    }
  }

  /** Says what it knows of its client. */
  private static final class Who implements WebSocketResource {
    @Override
    public void onText(WebSocketConnection connection, String text) {
      HandshakeRequest client = connection.handshake();
      Principal principal = client.principal();
      connection.sendText(
          (principal == null ? "nobody" : principal.getName())
              + (" in " + client.sessionId() + " of ")
              + (client.attribute("tenant") + " " + client.attribute("absent"))
              + (" " + client.attribute("secret")));
    }
  }
}
