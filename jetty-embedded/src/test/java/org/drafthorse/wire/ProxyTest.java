package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.drafthorse.ProtocolVersion.V00;
import static org.drafthorse.ProtocolVersion.V13;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The server behind nginx and HAProxy, which end TLS or get none. Their configurations in {@code
 * src/test/resources/proxies} tell the server of the client in one of two ways: under {@code /x} by
 * X-Forwarded-*, under {@code /forwarded} by Forwarded; each adds to what the client sent.
 *
 * <p>Clients come from 127.0.0.2, proxies from 127.0.0.1, which alone is trusted.
 */
@Timeout(120)
final class ProxyTest {

  private static final byte[] CLOSE = {(byte) 0xFF, 0};
  private static final String CLIENT = "127.0.0.2";

  private static final AtomicInteger CLIENTS = new AtomicInteger();
  private static final Recorder RECORDER = new Recorder();

  private static WebSocketServer server;
  private static ProxyProcess nginx;
  private static ProxyProcess haproxy;

  /** How a client comes to a proxy. */
  private enum Door {
    PLAIN("http", "ws"),
    TLS("https", "wss");

    private final String scheme;
    private final String webSocketScheme;

    Door(String scheme, String webSocketScheme) {
      this.scheme = scheme;
      this.webSocketScheme = webSocketScheme;
    }
  }

  /** A way that a client can take, and the version that it speaks. */
  record Detour(String proxy, Door door, String path, ProtocolVersion version) {

    private int port() {
      return process().port(door == Door.TLS ? "tls" : "plain");
    }

    private ProxyProcess process() {
      return proxy.equals("nginx") ? nginx : haproxy;
    }

    /** As browsers send it, with the port, since none is the scheme's own. */
    private String authority() {
      return "chat.example:" + port();
    }

    private Handshake handshake(String query) {
      return handshake(query, door.scheme + "://" + authority());
    }

    private Handshake handshake(String query, String origin) {
      return new Handshake(version, path + "?" + query)
          .without("Host")
          .with("Host", authority())
          .without(version.originHeader())
          .with(version.originHeader(), origin);
    }

    private WireSocket connect() throws IOException {
      return ProxyTest.connect(port(), door);
    }
  }

  static Stream<Detour> detours() {
    List<Detour> detours = new ArrayList<>();
    for (Door door : Door.values()) {
      for (String path : List.of("/x", "/forwarded")) {
        detours.add(new Detour("nginx", door, path, V13));
        detours.add(new Detour("nginx", door, path, V00));
        detours.add(new Detour("HAProxy", door, path, V13));
      }
    }
    return detours.stream();
  }

  @BeforeAll
  static void start() throws IOException {
    ResourceOptions sameHost = ResourceOptions.builder().origins(OriginPolicy.sameHost()).build();
    server =
        WebSocketServer.builder()
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .trustedProxies("127.0.0.1")
            .resource("/x", RECORDER, sameHost)
            .resource("/forwarded", RECORDER, sameHost)
            .resource("/chain", RECORDER, sameHost)
            .build();
    server.start();
    haproxy = ProxyProcess.haproxy(server.port());
    nginx = ProxyProcess.nginx(server.port(), haproxy.port("plain"));
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable each : new AutoCloseable[] {nginx, haproxy, server}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("detours")
  void theClientIsKnownAndServedAndSaysGoodbye(Detour detour) throws Exception {
    String id = "client" + CLIENTS.incrementAndGet();
    try (WireSocket socket = detour.connect()) {
      open(socket, detour, detour.handshake(id));
      HandshakeRequest request = RECORDER.requests.get(id);
      assertThat(request.host()).isEqualTo(CLIENT);
      assertThat(request.peer().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
      assertThat(request.isSecure()).isEqualTo(detour.door == Door.TLS);
      assertThat(request.authority()).isEqualTo(detour.authority());
      assertThat(request.header("Host")).isEqualTo("backend.internal");
      echoAndClose(socket, detour.version);
      Await.until("onClose", () -> RECORDER.closes.containsKey(id));
      assertThat(RECORDER.closes.get(id).code()).isEqualTo(detour.version == V00 ? 1005 : 1000);
    }
  }

  @ParameterizedTest
  @MethodSource("detours")
  void whatTheClientSaysOfItselfDoesNotCount(Detour detour) throws Exception {
    String id = "liar" + CLIENTS.incrementAndGet();
    Handshake handshake =
        detour
            .handshake(id)
            .with("X-Forwarded-For", "203.0.113.9, 127.0.0.1")
            .with("X-Forwarded-Proto", detour.door == Door.TLS ? "http" : "https")
            .with("X-Forwarded-Host", "forged.example")
            .with("X-Forwarded-Port", "666")
            .with("Forwarded", "for=203.0.113.9;proto=gopher, for=127.0.0.1;host=\"forged");
    try (WireSocket socket = detour.connect()) {
      open(socket, detour, handshake);
      HandshakeRequest request = RECORDER.requests.get(id);
      assertThat(request.host()).isEqualTo(CLIENT);
      assertThat(request.isSecure()).isEqualTo(detour.door == Door.TLS);
      assertThat(request.authority()).isEqualTo(detour.authority());
      echoAndClose(socket, detour.version);
    }
  }

  @ParameterizedTest
  @MethodSource("detours")
  void pagesOfOtherHostsAndSchemesAreRefused(Detour detour) throws Exception {
    List<String> origins =
        new ArrayList<>(List.of("http://backend.internal", "https://evil.example"));
    if (detour.door == Door.TLS) {
      origins.add("http://" + detour.authority());
    }
    for (String origin : origins) {
      try (WireSocket socket = detour.connect()) {
        socket.send(detour.handshake("refused", origin).bytes());
        assertThat(socket.readStatus()).as(origin).isEqualTo(403);
      }
    }
    assertThat(RECORDER.requests).doesNotContainKey("refused");
  }

  @ParameterizedTest
  @MethodSource("detours")
  void theServersCloseReachesTheClient(Detour detour) throws Exception {
    String id = "closed" + CLIENTS.incrementAndGet();
    try (WireSocket socket = detour.connect()) {
      open(socket, detour, detour.handshake(id));
      if (detour.version == V00) {
        socket.send(Frames.draft00Text("bye"));
        assertThat(socket.read(2)).isEqualTo(CLOSE);
        socket.send(CLOSE);
      } else {
        socket.send(Frames.text("bye"));
        assertThat(socket.readFrame().closeCode()).isEqualTo(4001);
        socket.send(Frames.close(new CloseStatus(4001, "")));
      }
      assertThat(socket.ends()).isTrue();
    }
  }

  /** Proxies write the last two elements of Forwarded, the first of which tells of the client. */
  @ParameterizedTest
  @EnumSource
  void aChainOfTrustedProxiesIsFollowedToItsBeginning(Door door) throws Exception {
    Detour detour = new Detour("nginx", door, "/chain", V13);
    String id = "chain" + CLIENTS.incrementAndGet();
    try (WireSocket socket = detour.connect()) {
      open(
          socket, detour, detour.handshake(id).with("Forwarded", "for=203.0.113.9, for=127.0.0.1"));
      HandshakeRequest request = RECORDER.requests.get(id);
      assertThat(request.headers("Forwarded")).hasSize(2);
      assertThat(request.host()).isEqualTo(CLIENT);
      assertThat(request.isSecure()).isEqualTo(door == Door.TLS);
      assertThat(request.authority()).isEqualTo(detour.authority());
      echoAndClose(socket, V13);
    }
  }

  /** Known of HAProxy since 2.4: it misses the key that version 00 does not have. */
  @ParameterizedTest
  @EnumSource
  void haproxyItselfRefusesVersion00InHttpMode(Door door) throws Exception {
    Detour detour = new Detour("HAProxy", door, "/x", V00);
    try (WireSocket socket = detour.connect()) {
      socket.send(detour.handshake("haproxy").bytes());
      assertThat(socket.readHead()).startsWith("HTTP/1.1 400 ").doesNotContain("Upgrade");
    }
    assertThat(RECORDER.requests).doesNotContainKey("haproxy");
  }

  /** In TCP mode it lets every version through, and tells nothing of the client. */
  @ParameterizedTest
  @EnumSource
  void version00PassesHaproxyInTcpMode(Door door) throws Exception {
    for (ProtocolVersion version : List.of(V00, V13)) {
      String id = "tcp" + CLIENTS.incrementAndGet();
      int port = haproxy.port(door == Door.TLS ? "bytes-tls" : "bytes");
      Handshake handshake = new Handshake(version, "/x?" + id);
      try (WireSocket socket = connect(port, door)) {
        assertThat(openLate(socket, handshake)).startsWith("HTTP/1.1 101 ");
        assertThat(RECORDER.requests.get(id).host()).isEqualTo("127.0.0.1");
        echoAndClose(socket, version);
      }
    }
  }

  @Test
  void aMissingProxyFailsWithTheNameOfItsPackage() {
    assertThatThrownBy(() -> ProxyProcess.binary("no-such-proxy", "its-package"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no-such-proxy is not installed: apt-get install its-package");
  }

  private static void open(WireSocket socket, Detour detour, Handshake handshake)
      throws IOException {
    String head = openLate(socket, handshake);
    assertThat(head).as(detour.process().toString()).startsWith("HTTP/1.1 101 ");
    if (detour.version == V00) {
      String target = handshake.head().split(" ", 3)[1];
      assertThat(head)
          .contains(
              "\r\nSec-WebSocket-Origin: "
                  + detour.door.scheme
                  + "://"
                  + detour.authority()
                  + "\r\n")
          .contains(
              "\r\nSec-WebSocket-Location: "
                  + (detour.door.webSocketScheme + "://" + detour.authority() + target)
                  + "\r\n");
    }
  }

  /** Version 00's eight bytes leave when the head of the answer is there, and not before. */
  private static String openLate(WireSocket socket, Handshake handshake) throws IOException {
    socket.send(handshake.head());
    String head = socket.readHead();
    socket.send(handshake.key3());
    if (head.startsWith("HTTP/1.1 101 ")) {
      handshake.check(socket);
    }
    return head;
  }

  private static WireSocket connect(int port, Door door) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(CLIENT, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new WireSocket(
        door == Door.TLS
            ? TestKeystore.sslContext()
                .getSocketFactory()
                .createSocket(socket, "127.0.0.1", port, true)
            : socket);
  }

  private static void echoAndClose(WireSocket socket, ProtocolVersion version) throws IOException {
    for (String text : List.of("h\u00F6rse", "x".repeat(60_000))) {
      if (version == V00) {
        socket.send(Frames.draft00Text(text));
        assertThat(socket.readDraft00Text()).isEqualTo(text);
      } else {
        socket.send(Frames.text(text));
        assertThat(socket.readFrame().text()).isEqualTo(text);
      }
    }
    if (version == V00) {
      socket.send(CLOSE);
      assertThat(socket.read(2)).isEqualTo(CLOSE);
      assertThat(socket.ends()).isTrue();
    } else {
      socket.closeInOrder();
    }
  }

  /** An echo that remembers each client by its query string. */
  private static final class Recorder implements WebSocketResource {
    private final Map<String, HandshakeRequest> requests = new ConcurrentHashMap<>();
    private final Map<String, CloseStatus> closes = new ConcurrentHashMap<>();

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
      requests.put(String.valueOf(request.queryString()), request);
      return HandshakeDecision.accept();
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      if (text.equals("bye")) {
        connection.close(new CloseStatus(4001, ""));
      } else {
        connection.sendText(text);
      }
    }

    @Override
    public void onClose(WebSocketConnection connection, CloseStatus status) {
      closes.put(String.valueOf(connection.handshake().queryString()), status);
    }
  }
}
