package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The opening and closing of version 00 in all the ways in which TCP may cut it. */
final class Draft00SocketTest {

  private static final byte[] CLOSE = {(byte) 0xFF, 0};

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
  void stop() {
    server.close();
  }

  @Test
  void theEightBytesMayComeBareInThePacketOfTheHead() throws Exception {
    try (WireSocket socket = WireSocket.open(server.port(), handshake(1))) {
      echoAndClose(socket);
    }
  }

  @Test
  void theEightBytesMayBeAnnouncedAsABody() throws Exception {
    Handshake handshake = handshake(2).with("Content-Length", "8");
    try (WireSocket socket = WireSocket.open(server.port(), handshake)) {
      echoAndClose(socket);
    }
  }

  @Test
  void theHeadOfTheAnswerComesBeforeTheEightBytesDo() throws Exception {
    for (Handshake handshake : both(3)) {
      try (WireSocket socket = WireSocket.connect(server.port())) {
        socket.send(handshake.head());
        assertThat(socket.readHead())
            .startsWith("HTTP/1.1 101 ")
            .contains("\r\nUpgrade: WebSocket\r\n", "\r\nConnection: Upgrade\r\n")
            .contains("\r\nSec-WebSocket-Origin: http://127.0.0.1\r\n")
            .contains("\r\nSec-WebSocket-Location: ws://127.0.0.1/echo\r\n")
            .doesNotContain("Content-Length", "Transfer-Encoding", "Sec-WebSocket-Protocol");
        socket.send(handshake.key3());
        handshake.check(socket);
        echoAndClose(socket);
      }
    }
  }

  @Test
  void theWholeHandshakeMayComeByteByByte() throws Exception {
    for (Handshake handshake : both(4)) {
      try (WireSocket socket = WireSocket.connect(server.port())) {
        socket.sendByteByByte(handshake.bytes());
        socket.expectOpen(handshake);
        echoAndClose(socket);
      }
    }
  }

  @Test
  void theFirstFramesMayComeInThePacketOfTheHandshake() throws Exception {
    for (Handshake handshake : both(5)) {
      try (WireSocket socket = WireSocket.connect(server.port())) {
        byte[] frames = Frames.concat(Frames.draft00Text("one"), Frames.draft00Text("two"), CLOSE);
        socket.send(Frames.concat(handshake.bytes(), frames));
        socket.expectOpen(handshake);
        assertThat(socket.readDraft00Text()).isEqualTo("one");
        assertThat(socket.readDraft00Text()).isEqualTo("two");
        assertThat(socket.read(2)).isEqualTo(CLOSE);
        assertThat(socket.ends()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("keysOfLineEnds")
  void theEightBytesMayBeginWithOrConsistOfLineEnds(String key3) throws Exception {
    byte[] bytes = key3.getBytes(StandardCharsets.ISO_8859_1);
    for (Handshake handshake : both(6)) {
      handshake.withKey3(bytes);
      try (WireSocket socket = WireSocket.open(server.port(), handshake)) {
        echoAndClose(socket);
      }
    }
  }

  static Stream<String> keysOfLineEnds() {
    return Stream.of(
        "\r2345678",
        "\n2345678",
        "\r\n345678",
        "\n\r345678",
        "\r\n\r\n5678",
        "\n\n\n\n\n\n\n\n",
        "\r\r\r\r\r\r\r\r",
        "\r\n\r\n\r\n\r\n",
        " \r\n45678",
        "1234567\n",
        "GET / HT");
  }

  @Test
  void fiveHundredRandomHandshakesSucceed() {
    IntStream.range(0, 500).parallel().forEach(this::randomHandshake);
  }

  private void randomHandshake(int seed) {
    Random random = new Random(seed);
    Handshake handshake = new Handshake(ProtocolVersion.V00, "/echo", random.nextLong());
    if (random.nextBoolean()) {
      handshake.with("Content-Length", "8");
    }
    try (WireSocket socket = WireSocket.connect(server.port())) {
      byte[] bytes = handshake.bytes();
      int cut = random.nextInt(bytes.length);
      socket.send(Arrays.copyOf(bytes, cut));
      socket.send(Arrays.copyOfRange(bytes, cut, bytes.length));
      socket.expectOpen(handshake);
      echoAndClose(socket);
    } catch (IOException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void keysThatHideNoNumberAreRefused() throws Exception {
    for (String key : new String[] {"12345", "1 2 3 4", "abc def", "99999999999 9", ""}) {
      Handshake handshake = handshake(7).without("Sec-WebSocket-Key2");
      handshake.with("Sec-WebSocket-Key2", key);
      try (WireSocket socket = WireSocket.connect(server.port())) {
        socket.send(handshake.bytes());
        assertThat(socket.readStatus()).as(key).isEqualTo(400);
        socket.awaitGone();
      }
    }
  }

  @Test
  void otherFrameTypesCloseTheConnection() throws Exception {
    for (int type : new int[] {0x01, 0x7F, 0x80, 0xFE}) {
      try (WireSocket socket = WireSocket.open(server.port(), handshake(8))) {
        socket.send(new byte[] {(byte) type, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        assertThat(socket.read(2)).as("type %s", type).isEqualTo(CLOSE);
        assertThat(socket.ends()).isTrue();
      }
    }
  }

  @Test
  void textBeyondTheLimitClosesTheConnectionBeforeItsEnd() throws Exception {
    try (WireSocket socket = WireSocket.open(server.port(), handshake(9))) {
      socket.send(new byte[] {0});
      socket.send("x".repeat(64 * 1024 + 1));
      assertThat(socket.read(2)).isEqualTo(CLOSE);
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  void behindTlsTheLocationSaysWss() throws Exception {
    try (WebSocketServer secure =
        WebSocketServer.builder()
            .port(0)
            .tls(TestKeystore.file(), TestKeystore.password())
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .origins(OriginPolicy.any())
            .resource("/echo", new ServerSide())
            .build()) {
      secure.start();
      Socket tls =
          TestKeystore.sslContext().getSocketFactory().createSocket("127.0.0.1", secure.port());
      try (WireSocket socket = new WireSocket(tls)) {
        Handshake handshake = handshake(10);
        socket.send(handshake.bytes());
        assertThat(socket.readHead())
            .contains("\r\nSec-WebSocket-Location: wss://127.0.0.1/echo\r\n");
        handshake.check(socket);
        echoAndClose(socket);
      }
    }
  }

  private static Handshake handshake(long seed) {
    return new Handshake(ProtocolVersion.V00, "/echo", seed);
  }

  private static Handshake[] both(long seed) {
    return new Handshake[] {handshake(seed), handshake(seed).with("Content-Length", "8")};
  }

  private static void echoAndClose(WireSocket socket) throws IOException {
    socket.send(Frames.draft00Text("h\u00F6rse"));
    assertThat(socket.readDraft00Text()).isEqualTo("h\u00F6rse");
    socket.send(CLOSE);
    assertThat(socket.read(2)).isEqualTo(CLOSE);
    assertThat(socket.ends()).isTrue();
  }
}
