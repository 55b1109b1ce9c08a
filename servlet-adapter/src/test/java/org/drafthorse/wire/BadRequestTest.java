package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong as a whole, cut off, or followed by what does not belong there. */
final class BadRequestTest {

  private TrackedServer server;

  @BeforeEach
  void start() throws Exception {
    ResourceOptions options =
        ResourceOptions.builder()
            .listenerMode(ListenerMode.DIRECT)
            .origins(OriginPolicy.any())
            .build();
    server = new TrackedServer(r -> r.registry().register("/echo", new ServerSide(), options));
  }

  @AfterEach
  void serveAndStop() throws Exception {
    try (TrackedServer stopping = server;
        WireSocket socket = WireSocket.open(stopping.port(), handshake(ProtocolVersion.V13))) {
      socket.send(Frames.text("still there?"));
      assertThat(socket.readFrame().text()).isEqualTo("still there?");
      socket.closeInOrder();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /echo HTTP/1.1",
        "get /echo HTTP/1.1",
        "HEAD /echo HTTP/1.1",
        "GET /echo HTTP/1.0",
        "OPTIONS /echo HTTP/1.1"
      })
  void anyOtherMethodOrProtocolIs400(String requestLine) throws Exception {
    for (ProtocolVersion version : ProtocolVersion.values()) {
      assertRefused(handshake(version).requestLine(requestLine), 400);
    }
  }

  @Test
  void aConnectRequestIsRefused() throws Exception {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      String line = "CONNECT 127.0.0.1:80 HTTP/1.1";
      socket.send(handshake(ProtocolVersion.V13).requestLine(line).bytes());
      assertThat(socket.readStatus()).isEqualTo(404);
      socket.awaitGone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyIs400WhetherItComesOrNot(ProtocolVersion version) throws Exception {
    assertRefused(handshake(version).with("Content-Length", "5"), 400);
    assertRefused(handshake(version).with("Content-Length", "9"), 400);
    assertRefused(handshake(version).with("Content-Length", "-1"), 400);
    assertRefused(handshake(version).with("Transfer-Encoding", "chunked"), 400);
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(handshake(version).with("Content-Length", "5").head() + "hello");
      assertThat(socket.readStatus()).isEqualTo(400);
      socket.awaitGone();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void aBodyOfNoBytesIsNone(ProtocolVersion version) throws Exception {
    Handshake handshake = handshake(version).with("Content-Length", "0");
    try (WireSocket socket = WireSocket.open(server.port(), handshake)) {
      socket.closeInOrder();
    }
  }

  @Test
  void aRequestBehindARefusedHandshakeIsNotAnswered() throws Exception {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      Handshake refused = handshake(ProtocolVersion.V13).without("Sec-WebSocket-Key");
      socket.send(refused.head() + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
      String all = new String(socket.readToEnd(), StandardCharsets.ISO_8859_1);
      assertThat(all).startsWith("HTTP/1.1 400 ").doesNotContain("404");
    }
  }

  @Test
  void aRequestBehindAnAcceptedHandshakeIsABadFrame() throws Exception {
    Handshake handshake = handshake(ProtocolVersion.V13);
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(handshake.head() + "GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
      socket.expectOpen(handshake);
      assertThat(socket.readFrame().closeCode()).isEqualTo(1002);
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void halfRequestsAreGivenUpWhenTheClientIs() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      ProtocolVersion version = Handshake.versionInTurn(i);
      byte[] request = handshake(version).bytes();
      try (WireSocket socket = WireSocket.connect(server.port())) {
        socket.send(Arrays.copyOf(request, random.nextInt(request.length)));
        socket.shutdownOutput();
        socket.awaitGone();
      }
    }
  }

  @Test
  void halfRequestsThatStayDoNotKeepOthersOut() throws Exception {
    List<WireSocket> halves = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] request = handshake(Handshake.versionInTurn(i)).bytes();
      WireSocket socket = WireSocket.connect(server.port());
      halves.add(socket);
      socket.send(Arrays.copyOf(request, request.length - 9));
    }
    try (WireSocket good = WireSocket.open(server.port(), handshake(ProtocolVersion.V13))) {
      good.closeInOrder();
    }
    for (WireSocket each : halves) {
      each.close();
    }
  }

  @Test
  void aListOfNothingButCommasAndSpacesIsReadInNoTime() throws Exception {
    String commas = ", \t,".repeat(1_500);
    for (ProtocolVersion version : ProtocolVersion.values()) {
      Handshake handshake = handshake(version).with("Sec-WebSocket-Protocol", commas);
      WireSocket.open(server.port(), handshake).close();
    }
  }

  private void assertRefused(Handshake handshake, int status) throws IOException {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(handshake.head());
      assertThat(socket.readStatus()).as(handshake.head()).isEqualTo(status);
      socket.awaitGone();
    }
  }

  private static Handshake handshake(ProtocolVersion version) {
    return new Handshake(version, "/echo");
  }
}
