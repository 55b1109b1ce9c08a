package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of handshake headers, each of them missing, doubled, empty and huge, per version. */
final class BadHandshakeTest {

  private static final int IN = 101;

  /** What befalls a header. */
  enum Defect {
    MISSING,
    DOUBLED,
    EMPTY,
    HUGE
  }

  /** A line of the table. */
  record Line(ProtocolVersion version, String header, Defect defect, int status) {
    @Override
    public String toString() {
      return version + ": " + header + " " + defect + " is " + status;
    }
  }

  private static LogTrap log;
  private static WebSocketServer server;

  @BeforeAll
  static void start() throws IOException {
    log = new LogTrap();
    ResourceOptions options = ResourceOptions.builder().listenerMode(ListenerMode.DIRECT).build();
    server =
        WebSocketServer.builder()
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .resource("/echo", new ServerSide(), options)
            .build();
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
    log.close();
    assertThat(log.scandals()).isEmpty();
  }

  static Stream<Line> table() {
    List<Line> lines = new ArrayList<>();
    for (ProtocolVersion version : ProtocolVersion.values()) {
      boolean draft00 = version == ProtocolVersion.V00;
      add(lines, version, "Host", 400, 400, 400);
      // Without an Upgrade that names websocket the filter leaves it to the chain, here a 426.
      add(lines, version, "Upgrade", 426, IN, 426);
      add(lines, version, "Connection", 400, IN, 400);
      if (draft00) {
        add(lines, version, "Sec-WebSocket-Key1", 400, 400, 400);
        add(lines, version, "Sec-WebSocket-Key2", 400, 400, 400);
        add(lines, version, "Sec-WebSocket-Version", IN, 400, 426);
      } else {
        add(lines, version, "Sec-WebSocket-Key", 400, 400, 400);
        add(lines, version, "Sec-WebSocket-Version", 400, 400, 426);
      }
      add(lines, version, version.originHeader(), IN, 400, 403);
      add(lines, version, "Sec-WebSocket-Protocol", IN, IN, IN);
      add(lines, version, "Sec-WebSocket-Extensions", IN, IN, IN);
    }
    return lines.stream();
  }

  private static void add(
      List<Line> to, ProtocolVersion version, String header, int missing, int doubled, int empty) {
    to.add(new Line(version, header, Defect.MISSING, missing));
    to.add(new Line(version, header, Defect.DOUBLED, doubled));
    to.add(new Line(version, header, Defect.EMPTY, empty));
    to.add(new Line(version, header, Defect.HUGE, 431));
  }

  @ParameterizedTest
  @MethodSource("table")
  void aBadHeaderGetsItsStatusAndTheServerGoesOnServing(Line line) throws IOException {
    Handshake handshake = handshake(line);
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(handshake.bytes());
      if (line.status() == IN) {
        socket.expectOpen(handshake);
        echo(socket, line.version());
      } else {
        String head = socket.readHead();
        assertThat(head).startsWith("HTTP/1.1 " + line.status() + " ");
        boolean answeredByTheChain = line.status() == 426 && line.header().equals("Upgrade");
        if (!answeredByTheChain) {
          assertThat(head).containsIgnoringCase("\r\nConnection: close\r\n");
          socket.awaitGone();
        }
      }
    }
    Handshake good = new Handshake(line.version(), "/echo");
    try (WireSocket socket = WireSocket.open(server.port(), good)) {
      echo(socket, line.version());
    }
  }

  private static Handshake handshake(Line line) {
    Handshake handshake = new Handshake(line.version(), "/echo");
    String name = line.header();
    boolean optional = !handshake.head().contains("\r\n" + name + ":");
    if (optional) {
      boolean isVersion = name.equals("Sec-WebSocket-Version");
      handshake.with(name, isVersion ? "0" : name.endsWith("Protocol") ? "chat.v1" : "x-unknown");
    }
    switch (line.defect()) {
      case MISSING -> handshake.without(name);
      case DOUBLED -> handshake.doubled(name);
      case EMPTY -> handshake.without(name).with(name, "");
      case HUGE -> handshake.without(name).with(name, "x".repeat(9_000));
    }
    return handshake;
  }

  private static void echo(WireSocket socket, ProtocolVersion version) throws IOException {
    if (version == ProtocolVersion.V00) {
      socket.send(Frames.draft00Text("hello"));
      assertThat(socket.readDraft00Text()).isEqualTo("hello");
    } else {
      socket.send(Frames.text("hello"));
      assertThat(socket.readFrame().text()).isEqualTo("hello");
    }
  }
}
