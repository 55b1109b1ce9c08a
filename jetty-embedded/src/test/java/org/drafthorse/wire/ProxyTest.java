package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.ProtocolVersion.V00;
import static org.drafthorse.ProtocolVersion.V13;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;
import org.drafthorse.programs.NeedsProgram;
import org.drafthorse.wire.Detour.Door;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The server behind nginx and HAProxy, which end TLS or get none. Their configurations in {@code
 * src/test/resources/proxies} tell the server of the client in one of two ways: under {@code /x} by
 * X-Forwarded-*, under {@code /forwarded} by Forwarded; each adds to what the client sent.
 *
 * <p>Proxies come from 127.0.0.1, which alone is trusted, and clients from another address.
 */
@NeedsProgram({"nginx", "haproxy"})
@Timeout(120)
final class ProxyTest {

  private static final byte[] CLOSE = {(byte) 0xFF, 0};

  private static final AtomicInteger CLIENTS = new AtomicInteger();
  private static final GuestBook GUESTS = new GuestBook();

  private static WebSocketServer server;
  private static ProxyProcess nginx;
  private static ProxyProcess haproxy;

  static Stream<Detour> detours() {
    List<Detour> detours = new ArrayList<>();
    for (Door door : Door.values()) {
      for (String path : List.of("/x", "/forwarded")) {
        detours.add(new Detour(nginx, door, path, V13));
        detours.add(new Detour(nginx, door, path, V00));
        detours.add(new Detour(haproxy, door, path, V13));
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
            .resource("/x", GUESTS, sameHost)
            .resource("/forwarded", GUESTS, sameHost)
            .resource("/chain", GUESTS, sameHost)
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
      detour.open(socket, detour.handshake(id));
      HandshakeRequest request = GUESTS.request(id);
      assertThat(request.host()).isEqualTo(Detour.CLIENT);
      assertThat(request.peer().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
      assertThat(request.isSecure()).isEqualTo(detour.isSecure());
      assertThat(request.authority()).isEqualTo(detour.authority());
      assertThat(request.header("Host")).isEqualTo("backend.internal");
      echoAndClose(socket, detour.version());
      assertThat(GUESTS.awaitClose(id).code()).isEqualTo(detour.version() == V00 ? 1005 : 1000);
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
            .with("X-Forwarded-Proto", detour.isSecure() ? "http" : "https")
            .with("X-Forwarded-Host", "forged.example")
            .with("X-Forwarded-Port", "666")
            .with("Forwarded", "for=203.0.113.9;proto=gopher, for=127.0.0.1;host=\"forged");
    try (WireSocket socket = detour.connect()) {
      detour.open(socket, handshake);
      HandshakeRequest request = GUESTS.request(id);
      assertThat(request.host()).isEqualTo(Detour.CLIENT);
      assertThat(request.isSecure()).isEqualTo(detour.isSecure());
      assertThat(request.authority()).isEqualTo(detour.authority());
      echoAndClose(socket, detour.version());
    }
  }

  @ParameterizedTest
  @MethodSource("detours")
  void pagesOfOtherHostsAndSchemesAreRefused(Detour detour) throws Exception {
    List<String> origins =
        new ArrayList<>(List.of("http://backend.internal", "https://evil.example"));
    if (detour.isSecure()) {
      origins.add("http://" + detour.authority());
    }
    for (String origin : origins) {
      try (WireSocket socket = detour.connect()) {
        socket.send(detour.handshake("refused", origin).bytes());
        assertThat(socket.readStatus()).as(origin).isEqualTo(403);
      }
    }
    assertThat(GUESTS.request("refused")).isNull();
  }

  @ParameterizedTest
  @MethodSource("detours")
  void theServersCloseReachesTheClient(Detour detour) throws Exception {
    String id = "closed" + CLIENTS.incrementAndGet();
    try (WireSocket socket = detour.connect()) {
      detour.open(socket, detour.handshake(id));
      if (detour.version() == V00) {
        socket.send(Frames.draft00Text("bye"));
        assertThat(socket.read(2)).isEqualTo(CLOSE);
        socket.send(CLOSE);
      } else {
        socket.send(Frames.text("bye"));
        assertThat(socket.readFrame().closeCode()).isEqualTo(GuestBook.BYE.code());
        socket.send(Frames.close(GuestBook.BYE));
      }
      assertThat(socket.ends()).isTrue();
    }
  }

  /** Proxies write the last two elements of Forwarded, the first of which tells of the client. */
  @ParameterizedTest
  @EnumSource
  void aChainOfTrustedProxiesIsFollowedToItsBeginning(Door door) throws Exception {
    Detour detour = new Detour(nginx, door, "/chain", V13);
    String id = "chain" + CLIENTS.incrementAndGet();
    try (WireSocket socket = detour.connect()) {
      detour.open(socket, detour.handshake(id).with("Forwarded", "for=203.0.113.9, for=127.0.0.1"));
      HandshakeRequest request = GUESTS.request(id);
      assertThat(request.headers("Forwarded")).hasSize(2);
      assertThat(request.host()).isEqualTo(Detour.CLIENT);
      assertThat(request.isSecure()).isEqualTo(detour.isSecure());
      assertThat(request.authority()).isEqualTo(detour.authority());
      echoAndClose(socket, V13);
    }
  }

  /** Known of HAProxy since 2.4: it misses the key that version 00 does not have. */
  @ParameterizedTest
  @EnumSource
  void haproxyItselfRefusesVersion00InHttpMode(Door door) throws Exception {
    Detour detour = new Detour(haproxy, door, "/x", V00);
    try (WireSocket socket = detour.connect()) {
      socket.send(detour.handshake("haproxy").bytes());
      assertThat(socket.readHead()).startsWith("HTTP/1.1 400 ").doesNotContain("Upgrade");
    }
    assertThat(GUESTS.request("haproxy")).isNull();
  }

  /** In TCP mode it lets every version through, and tells nothing of the client. */
  @ParameterizedTest
  @EnumSource
  void version00PassesHaproxyInTcpMode(Door door) throws Exception {
    for (ProtocolVersion version : List.of(V00, V13)) {
      String id = "tcp" + CLIENTS.incrementAndGet();
      int port = haproxy.port(door == Door.TLS ? "bytes-tls" : "bytes");
      Handshake handshake = new Handshake(version, "/x?" + id);
      try (WireSocket socket = door.connect(port)) {
        assertThat(Detour.openLate(socket, handshake)).startsWith("HTTP/1.1 101 ");
        assertThat(GUESTS.request(id).host()).isEqualTo("127.0.0.1");
        echoAndClose(socket, version);
      }
    }
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
}
