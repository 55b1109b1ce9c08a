package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.drafthorse.conformance.EchoResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One client against the server, with handshakes, frames and silence of every kind. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
final class ContainersHostileTest extends HostileClients {

  private static final int ROUNDS = 40;

  private static final List<String> BAD_OFFERS =
      List.of(
          "permessage-deflate; server_max_window_bits",
          "permessage-deflate; server_max_window_bits=7",
          "permessage-deflate; server_max_window_bits=16",
          "permessage-deflate; server_max_window_bits=99999999999999999999",
          "permessage-deflate; client_max_window_bits=ten",
          "permessage-deflate; client_max_window_bits=\"10",
          "permessage-deflate; server_no_context_takeover=1",
          "permessage-deflate; mode",
          "permessage-deflate;",
          "; = \"\\",
          "\"permessage-deflate\"");

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
  void offersThatAreMalformedAreDeclinedAndTheClientIsLetIn() throws Exception {
    for (String offer : BAD_OFFERS) {
      Handshake handshake =
          new Handshake(version, EchoResource.DEFLATE_PATH).with("Sec-WebSocket-Extensions", offer);
      try (WireSocket socket = container.connect(Carrier.TCP)) {
        socket.send(handshake.bytes());
        assertThat(socket.readHead().toLowerCase(Locale.ROOT))
            .as(offer)
            .startsWith("http/1.1 101 ")
            .doesNotContain("sec-websocket-extensions");
        handshake.check(socket);
        echo(socket, "not deflated");
      }
    }
  }

  @Test
  void aLengthThatNobodyCanSendLeavesTheProcessorIdle() throws Exception {
    List<String> lengths =
        isDraft00()
            ? List.of("80 FF FF FF FF FF FF FF FF FF", "FF FF FF FF FF FF FF FF FF 7F")
            : List.of("82 FF 7F FF FF FF FF FF FF FF", "82 FF 80 00 00 00 00 00 00 00");
    for (String each : lengths) {
      try (WireSocket socket = open("/DIRECT")) {
        socket.send(HexFormat.ofDelimiter(" ").parseHex(each));
        expectClose(socket, each.startsWith("82 FF 7F") ? 1009 : 1002);
        container.awaitIdle();
      }
    }
  }

  @Test
  void aFloodOfTinyFramesLeavesNothing() throws Exception {
    try (WireSocket socket = open("/DIRECT");
        Workers workers = new Workers(1)) {
      workers.start(
          () -> {
            TinyFrames.send(socket, version);
            socket.send(text("the end"));
          });
      while (!nextText(socket).equals("the end")) {}
      workers.await();
    }
  }

  @Test
  void anErrorInAHandlerEndsItsConnectionAlone() throws Exception {
    for (String path : List.of("/DIRECT", "/EXECUTOR")) {
      try (WireSocket good = open(path);
          WireSocket bad = open(path)) {
        bad.send(text("!die"));
        expectClose(bad, 1011);
        bad.send(close());
        bad.awaitGone();
        echo(good, "still there?");
      }
    }
  }

  @Test
  void noHandlerRunsUnderALockOfOurs() throws Exception {
    for (String path : List.of("/DIRECT", "/EXECUTOR")) {
      try (WireSocket socket = open(path)) {
        socket.send(text("!locks"));
        assertThat(nextText(socket)).isEqualTo("[]");
      }
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
        socket.send(close());
        assertThat(socket.ends()).isTrue();
      }
    }
  }
}
