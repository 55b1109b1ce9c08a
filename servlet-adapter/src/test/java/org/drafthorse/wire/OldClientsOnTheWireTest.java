package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.CloseStatus;
import org.drafthorse.Deflate;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.oldclients.OldHandshake;
import org.drafthorse.runtime.WebSocketRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Browsers and others from 2010 on open, say something, and leave, as their code did. */
final class OldClientsOnTheWireTest {

  private static final byte[] DRAFT_00_CLOSE = {(byte) 0xFF, 0};
  private static final String SAID = "h\u00F6rse \u20AC";
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private static TrackedServer server;

  @BeforeAll
  static void start() throws Exception {
    ResourceOptions options = ResourceOptions.builder().origins(OriginPolicy.any()).build();
    server = new TrackedServer(runtime -> register(runtime, options));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void register(WebSocketRuntime runtime, ResourceOptions options) {
    all()
        .map(OldHandshake::path)
        .distinct()
        .forEach(path -> runtime.registry().register(path, new ServerSide(), options));
  }

  static Stream<OldHandshake> all() {
    return OldHandshake.all();
  }

  static Stream<OldHandshake> ofVersion00() {
    return all().filter(each -> each.version() == ProtocolVersion.V00);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachReadsAnAnswerThatItCompares(OldHandshake client) throws Exception {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(client.bytes());
      String[] lines = socket.readHead().split("\r\n", -1);
      assertThat(lines[0]).isEqualTo("HTTP/1.1 101 Switching Protocols");
      List<String> headers = new ArrayList<>(Arrays.asList(lines).subList(1, lines.length - 2));
      headers.removeIf(each -> each.startsWith("Date: ") || each.startsWith("Server: "));
      String subprotocol = client.header("Sec-WebSocket-Protocol");
      // Jetty writes Connection behind all others, where no client of these minds.
      assertThat(headers).containsExactlyInAnyOrderElementsOf(client.answerLines(subprotocol));
      talkAndLeave(client, socket);
    }
    server.awaitNoClients();
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachMaySendItsRequestByteByByte(OldHandshake client) throws Exception {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.sendByteByByte(client.bytes());
      assertThat(socket.readStatus()).isEqualTo(101);
      talkAndLeave(client, socket);
    }
  }

  /** As browsers on Windows did: https://github.com/nori0428/mod_websocket/issues/4. */
  @ParameterizedTest
  @MethodSource("ofVersion00")
  void theEightBytesOfVersion00MayComeInAPacketOfTheirOwn(OldHandshake client) throws Exception {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(client.head());
      socket.send(client.key3());
      assertThat(socket.readStatus()).isEqualTo(101);
      talkAndLeave(client, socket);
    }
  }

  @Test
  void whereMessagesAreDeflatedTheOlderOffersAreStillDeclined() throws Exception {
    ResourceOptions options =
        ResourceOptions.builder().origins(OriginPolicy.any()).deflate(Deflate.defaults()).build();
    try (TrackedServer deflating = new TrackedServer(runtime -> register(runtime, options))) {
      for (OldHandshake client : all().toList()) {
        try (WireSocket socket = WireSocket.connect(deflating.port())) {
          socket.send(client.bytes());
          boolean agreed = client.header(EXTENSIONS).equals("permessage-deflate");
          assertThat(socket.readHead().contains(EXTENSIONS)).as("%s", client).isEqualTo(agreed);
          talkAndLeave(client, socket);
        }
      }
    }
  }

  private static void talkAndLeave(OldHandshake client, WireSocket socket) throws IOException {
    if (client.version() == ProtocolVersion.V00) {
      assertThat(socket.read(16)).isEqualTo(client.challengeAnswer());
      socket.send(Frames.draft00Text(SAID));
      assertThat(socket.readDraft00Text()).isEqualTo(SAID);
    } else {
      socket.send(Frames.text(SAID));
      assertThat(socket.readFrame().text()).isEqualTo(SAID);
    }
    switch (client.closing()) {
      case TCP -> socket.shutdownOutput();
      case FRAME -> leaveWithFrame(client, socket);
      case EMPTY -> {
        socket.send(Frames.frame(0x88, new byte[0]));
        assertThat(socket.readFrame().closeCode()).isEqualTo(CloseStatus.NO_STATUS.code());
      }
    }
    assertThat(socket.ends()).isTrue();
  }

  private static void leaveWithFrame(OldHandshake client, WireSocket socket) throws IOException {
    if (client.version() == ProtocolVersion.V00) {
      socket.send(DRAFT_00_CLOSE);
      assertThat(socket.read(2)).isEqualTo(DRAFT_00_CLOSE);
    } else {
      socket.send(Frames.close(CloseStatus.NORMAL));
      assertThat(socket.readFrame().closeCode()).isEqualTo(CloseStatus.NORMAL.code());
    }
  }
}
