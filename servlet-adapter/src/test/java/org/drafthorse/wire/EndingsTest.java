package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways in which clients end a connection, or keep it from ending, and lies about lengths. */
@ParameterizedClass
@EnumSource(names = {"DIRECT", "EXECUTOR"})
final class EndingsTest {

  private static final int MIB = 1024 * 1024;

  @Parameter ListenerMode mode;

  private final ServerSide side = new ServerSide();
  private TrackedServer server;

  @BeforeEach
  void start() throws Exception {
    Duration patience = Limits.defaults().closeTimeout();
    server =
        new TrackedServer(
            runtime -> {
              runtime.registry().register("/", side, options(patience));
              runtime.registry().register("/hasty", side, options(Duration.ofMillis(200)));
            });
  }

  private ResourceOptions options(Duration closeTimeout) {
    Limits limits =
        Limits.builder()
            .closeTimeout(closeTimeout)
            .maxFrameSize(16 * MIB)
            .maxMessageSize(16 * MIB)
            .build();
    return ResourceOptions.builder()
        .limits(limits)
        .listenerMode(mode)
        .origins(OriginPolicy.any())
        .build();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(side.errors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void aHalfCloseRightBehindTheCloseFrameStillGetsTheEcho(ProtocolVersion version)
      throws Exception {
    try (WireSocket socket = open(version)) {
      socket.send(
          Frames.concat(Frames.text("last words"), Frames.close(new CloseStatus(4001, "bye"))));
      socket.shutdownOutput();
      assertThat(socket.readFrame().text()).isEqualTo("last words");
      assertThat(socket.readFrame().closeCode()).isEqualTo(4001);
      assertThat(socket.ends()).isTrue();
      assertThat(side.awaitClose("a")).isEqualTo(new CloseStatus(4001, "bye"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void messagesAndTheCloseFrameInOnePacketAreAnsweredInOrder(ProtocolVersion version)
      throws Exception {
    byte[] all = {};
    for (int i = 0; i < 200; i++) {
      all = Frames.concat(all, Frames.text("message " + i));
    }
    try (WireSocket socket = open(version)) {
      socket.send(Frames.concat(all, Frames.close(CloseStatus.NORMAL)));
      for (int i = 0; i < 200; i++) {
        assertThat(socket.readFrame().text()).isEqualTo("message " + i);
      }
      assertThat(socket.readFrame().closeCode()).isEqualTo(1000);
      assertThat(socket.ends()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void anEmptyCloseFrameIsAnsweredAndReportedAs1005(ProtocolVersion version) throws Exception {
    try (WireSocket socket = open(version)) {
      socket.send(Frames.frame(0x88, new byte[0]));
      assertThat(socket.readFrame().closeCode()).isEqualTo(1005);
      assertThat(socket.ends()).isTrue();
      assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.NO_STATUS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetInsteadOfACloseIsReportedAs1006Once(ProtocolVersion version) throws Exception {
    open(version).reset();
    assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
    server.awaitNoClients();
    assertThat(side.closeCount("a")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aFinInsteadOfACloseIsReportedAs1006AndEndsTcp(ProtocolVersion version) throws Exception {
    try (WireSocket socket = open(version)) {
      socket.shutdownOutput();
      assertThat(socket.ends()).isTrue();
      assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatNeverAnswersTheCloseLosesTcpAfterTheTimeout(ProtocolVersion version)
      throws Exception {
    boolean draft00 = version == ProtocolVersion.V00;
    Handshake handshake = new Handshake(version, "/hasty?a");
    try (WireSocket socket = WireSocket.open(server.port(), handshake)) {
      String order = "!close 4000 go";
      socket.send(draft00 ? Frames.draft00Text(order) : Frames.text(order));
      socket.awaitGone();
      assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void aCloseThatComesByteByByteIsAnswered(ProtocolVersion version) throws Exception {
    try (WireSocket socket = open(version)) {
      socket.sendByteByByte(Frames.text("slowly"));
      socket.sendByteByByte(Frames.close(new CloseStatus(4002, "slow")));
      assertThat(socket.readFrame().text()).isEqualTo("slowly");
      assertThat(socket.readFrame().closeCode()).isEqualTo(4002);
      assertThat(socket.ends()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void theCodeArrivesThoughTheClientGoesOnSending(ProtocolVersion version) throws Exception {
    try (WireSocket socket = open(version)) {
      socket.send(Frames.frame(0x83, new byte[5]));
      for (int i = 0; i < 32; i++) {
        socket.send(new byte[64 * 1024]);
      }
      assertThat(socket.readFrame().closeCode()).isEqualTo(1002);
      assertThat(socket.ends()).isTrue();
      assertThat(side.awaitClose("a").code()).isEqualTo(1002);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V00", mode = EnumSource.Mode.EXCLUDE)
  void aLengthBeyondTheLimitIs1009BeforeAnyPayload(ProtocolVersion version) throws Exception {
    for (long length : new long[] {16 * MIB + 1, 1L << 31, 1L << 40, Long.MAX_VALUE}) {
      try (WireSocket socket = open(version)) {
        socket.send(Frames.header(0x82, length));
        assertThat(socket.readFrame().closeCode()).as("%s", length).isEqualTo(1009);
        assertThat(socket.ends()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "V13")
  void fiveHundredAnnouncementsOfTheLargestFrameTakeNoMemory(ProtocolVersion version)
      throws Exception {
    List<WireSocket> sockets = new ArrayList<>();
    long before = heap();
    for (int i = 0; i < 500; i++) {
      WireSocket socket = open(version);
      sockets.add(socket);
      socket.send(Frames.header(0x82, 16 * MIB));
      socket.send(new byte[] {1});
    }
    assertThat(server.runtime().clientCount()).isEqualTo(500);
    server.awaitReadBuffersBack();
    assertThat(heap() - before).isLessThan(100L * MIB);
    for (WireSocket each : sockets) {
      each.close();
    }
  }

  private WireSocket open(ProtocolVersion version) throws IOException {
    return WireSocket.open(server.port(), new Handshake(version, "/?a"));
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
