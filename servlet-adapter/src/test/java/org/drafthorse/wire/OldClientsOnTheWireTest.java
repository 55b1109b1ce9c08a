package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.drafthorse.CloseStatus;
import org.drafthorse.Deflate;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.oldclients.OldHandshake;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Browsers and others from 2010 on open, say something, and leave, as their code did. */
final class OldClientsOnTheWireTest {

  private static final byte[] DRAFT_00_CLOSE = {(byte) 0xFF, 0};
  private static final String SAID = "h\u00F6rse \u20AC";
  private static final String CONNECTION = "Connection: Upgrade";
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private static final List<Container> CONTAINERS =
      List.of(Container.JETTY_EE10, Container.TOMCAT_10, Container.TOMCAT_11, Container.UNDERTOW);

  @AfterAll
  static void nothingIsLeft() {
    CONTAINERS.forEach(Container::awaitNoClients);
  }

  /** Each client at each container that its version is possible at. */
  static Stream<Arguments> all() {
    return CONTAINERS.stream()
        .flatMap(
            container ->
                OldHandshake.all()
                    .filter(client -> container.inability(client.version()) == null)
                    .map(client -> Arguments.of(container, client)));
  }

  static Stream<Arguments> ofVersion00() {
    return all().filter(each -> ((OldHandshake) each.get()[1]).version() == ProtocolVersion.V00);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachReadsAnAnswerThatItCompares(Container container, OldHandshake client) throws Exception {
    try (WireSocket socket = container.connect(Carrier.TCP)) {
      socket.send(client.bytes());
      String[] lines = socket.readHead().split("\r\n", -1);
      // Tomcat gives no reason; clients look for the space in front of it.
      assertThat(lines[0]).isIn("HTTP/1.1 101 Switching Protocols", "HTTP/1.1 101 ");
      List<String> headers = new ArrayList<>(Arrays.asList(lines).subList(1, lines.length - 2));
      headers.removeIf(each -> each.startsWith("Date: ") || each.startsWith("Server: "));
      // The order is the container's, which no client of these minds.
      assertThat(headers).containsExactlyInAnyOrderElementsOf(answerLines(container, client));
      talkAndLeave(client, socket);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachMaySendItsRequestByteByByte(Container container, OldHandshake client) throws Exception {
    try (WireSocket socket = container.connect(Carrier.TCP)) {
      socket.sendByteByByte(client.bytes());
      assertThat(socket.readStatus()).isEqualTo(101);
      talkAndLeave(client, socket);
    }
  }

  /** As browsers on Windows did: https://github.com/nori0428/mod_websocket/issues/4. */
  @ParameterizedTest
  @MethodSource("ofVersion00")
  void theEightBytesOfVersion00MayComeInAPacketOfTheirOwn(Container container, OldHandshake client)
      throws Exception {
    try (WireSocket socket = container.connect(Carrier.TCP)) {
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
    try (TrackedServer deflating =
        new TrackedServer(
            r ->
                ContractResources.OLD_PATHS.forEach(
                    path -> r.registry().register(path, new ServerSide(), options)))) {
      for (OldHandshake client : OldHandshake.all().toList()) {
        try (WireSocket socket = WireSocket.connect(deflating.port())) {
          socket.send(client.bytes());
          boolean agreed = client.header(EXTENSIONS).equals("permessage-deflate");
          assertThat(socket.readHead().contains(EXTENSIONS)).as("%s", client).isEqualTo(agreed);
          talkAndLeave(client, socket);
        }
      }
    }
  }

  private static List<String> answerLines(Container container, OldHandshake client) {
    List<String> lines = client.answerLines(client.header("Sec-WebSocket-Protocol"));
    boolean tomcat = container == Container.TOMCAT_10 || container == Container.TOMCAT_11;
    if (tomcat && client.header("Connection").toLowerCase(Locale.ROOT).contains("keep-alive")) {
      // Tomcat grants it; these clients, all of them Firefox, take a list.
      lines.replaceAll(each -> each.equals(CONNECTION) ? CONNECTION + ", keep-alive" : each);
      lines.add("Keep-Alive: timeout=60");
    }
    return lines;
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
