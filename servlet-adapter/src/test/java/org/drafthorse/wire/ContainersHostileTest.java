package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that mean no good, over both kinds of upgrade, in every version that they can. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
@Timeout(60)
final class ContainersHostileTest {

  private static final int PINGS = 20_000;
  private static final int IDLERS = 200;
  private static final int ROUNDS = 40;

  @Parameter(0)
  Container container;

  @Parameter(1)
  ProtocolVersion version;

  static List<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (Container container :
        List.of(Container.JETTY_EE10, Container.TOMCAT_10, Container.UNDERTOW)) {
      for (ProtocolVersion version : ProtocolVersion.values()) {
        if (container.inability(version) == null) {
          ways.add(Arguments.of(container, version));
        }
      }
    }
    return ways;
  }

  @AfterEach
  void nothingIsLeft() {
    container.awaitNoClients();
  }

  @Test
  void theAnswerThatLetsInHasNoBody() throws Exception {
    try (WireSocket socket = container.connect(Carrier.TCP)) {
      socket.send(new Handshake(version, "/DIRECT").bytes());
      assertThat(socket.readHead().toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 101 ")
          .doesNotContain("content-length", "transfer-encoding");
      socket.reset();
    }
  }

  @Test
  void announcementsAloneTakeNoMemory() throws Exception {
    List<WireSocket> idlers = new ArrayList<>();
    byte[] announcement = Frames.header(0x82, ContractResources.MOST);
    for (int i = 0; i < IDLERS; i++) {
      WireSocket socket = open("/DIRECT");
      idlers.add(socket);
      socket.send(version == ProtocolVersion.V00 ? new byte[] {0, 'x'} : announcement);
    }
    try (WireSocket good = open("/EXECUTOR")) {
      echo(good, "still there?");
      assertThat(Long.parseLong(container.ask("held"))).isLessThan(1024 * 1024);
    }
    for (WireSocket each : idlers) {
      each.close();
    }
  }

  @Test
  void aFloodOfTinyFramesLeavesNothing() throws Exception {
    byte[] tiny =
        version == ProtocolVersion.V00
            ? new byte[] {0, (byte) 0xFF}
            : Frames.frame(0x89, new byte[125]);
    byte[] many = new byte[tiny.length * 1000];
    for (int i = 0; i < 1000; i++) {
      System.arraycopy(tiny, 0, many, i * tiny.length, tiny.length);
    }
    try (WireSocket socket = open("/DIRECT");
        Workers workers = new Workers(1)) {
      workers.start(
          () -> {
            for (int i = 0; i < PINGS / 1000; i++) {
              socket.send(many);
            }
            socket.send(text("the end"));
          });
      while (!nextText(socket).equals("the end")) {}
      workers.await();
    }
  }

  @Test
  void aCloseThatIsNotAnsweredEndsAfterItsTimeout() throws Exception {
    try (WireSocket socket = open("/hasty?silent-" + version)) {
      socket.send(text("!close 1000 bye"));
      assertThat(nextText(socket)).isEqualTo("before the close");
      socket.awaitGone();
    }
    assertThat(container.awaitClose("silent-" + version).code()).isEqualTo(1006);
  }

  @Test
  void nothingFollowsTheCloseFrameThoughManyThreadsSend() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (WireSocket socket = open("/flood")) {
        socket.send(text(Integer.toString(round)));
        Map<String, Integer> next = new HashMap<>();
        for (String text = textOrClose(socket); text != null; text = textOrClose(socket)) {
          String[] words = text.split(" ", 2);
          assertThat(Integer.parseInt(words[1])).isEqualTo(next.getOrDefault(words[0], 0));
          next.merge(words[0], 1, Integer::sum);
        }
        socket.send(
            version == ProtocolVersion.V00
                ? new byte[] {(byte) 0xFF, 0}
                : Frames.close(CloseStatus.NORMAL));
        assertThat(socket.ends()).isTrue();
      }
    }
  }

  private WireSocket open(String path) throws IOException {
    return container.open(Carrier.TCP, new Handshake(version, path));
  }

  private byte[] text(String text) {
    return version == ProtocolVersion.V00 ? Frames.draft00Text(text) : Frames.text(text);
  }

  private void echo(WireSocket socket, String text) throws IOException {
    socket.send(text(text));
    assertThat(nextText(socket)).isEqualTo(text);
  }

  private String nextText(WireSocket socket) throws IOException {
    String text = textOrClose(socket);
    if (text == null) {
      throw new AssertionError("a close frame instead of text");
    }
    return text;
  }

  /** The next text, pongs left out; null for a close frame. */
  private @Nullable String textOrClose(WireSocket socket) throws IOException {
    if (version == ProtocolVersion.V00) {
      return socket.readDraft00TextOrClose();
    }
    WireSocket.Frame frame = socket.readFrame();
    while (!frame.isClose() && Arrays.equals(frame.payload(), new byte[125])) {
      frame = socket.readFrame();
    }
    return frame.isClose() ? null : frame.text();
  }
}
