package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of broken rules, each of which has its status code, in versions 7, 8 and 13. */
final class BadFramesTest {

  private static final String KEY = "00000000";

  /** A line of the table: what the client sends, in hexadecimal, and the code that it gets. */
  record Line(String what, String hex, int code) {
    @Override
    public String toString() {
      return what + " is " + code;
    }
  }

  private static final ServerSide SIDE = new ServerSide();
  private static TrackedServer server;

  @BeforeAll
  static void start() throws Exception {
    Limits limits = Limits.builder().maxFrameSize(100).maxMessageSize(150).maxFragments(3).build();
    ResourceOptions options =
        ResourceOptions.builder()
            .limits(limits)
            .listenerMode(ListenerMode.DIRECT)
            .origins(OriginPolicy.any())
            .build();
    server = new TrackedServer(r -> r.registry().register("/", SIDE, options));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Line> table() {
    return Stream.of(
        new Line("reserved bit 1", "C181" + KEY + "61", 1002),
        new Line("reserved bit 2", "A181" + KEY + "61", 1002),
        new Line("reserved bit 3", "9181" + KEY + "61", 1002),
        new Line("a reserved bit on a ping", "C980" + KEY, 1002),
        new Line("opcode 3", "8381" + KEY + "61", 1002),
        new Line("opcode 7", "87FF7FFFFFFFFFFFFFFF" + KEY, 1002),
        new Line("opcode B", "8B80" + KEY, 1002),
        new Line("opcode F", "8F80" + KEY, 1002),
        new Line("an unmasked frame", "810161", 1002),
        new Line("a ping in fragments", "0980" + KEY, 1002),
        new Line("a ping of 126 bytes", "89FE007E" + KEY, 1002),
        new Line("a continuation of nothing", "8081" + KEY + "61", 1002),
        new Line("a message inside another", "0181" + KEY + "61" + "8181" + KEY + "61", 1002),
        new Line("a length of 1 in 2 bytes", "81FE0001" + KEY + "61", 1002),
        new Line("a length of 126 in 8 bytes", "81FF000000000000007E" + KEY, 1002),
        new Line("a length with its top bit set", "82FF8000000000000000" + KEY, 1002),
        new Line("half a status code", "8881" + KEY + "03", 1002),
        new Line("status code 1005", "8882" + KEY + "03ED", 1002),
        new Line("status code 999", "8882" + KEY + "03E7", 1002),
        new Line("status code 5000", "8882" + KEY + "1388", 1002),
        new Line("a reason that is not UTF-8", "8883" + KEY + "03E8FF", 1007),
        new Line("text that is not UTF-8", "8182" + KEY + "61FF", 1007),
        new Line("an overlong form", "8182" + KEY + "C0AF", 1007),
        new Line("a surrogate, before the frame ends", "818A" + KEY + "EDA080", 1007),
        new Line("half a character at the end", "8181" + KEY + "C3", 1007),
        new Line(
            "half a character at the end of fragments",
            "0181" + KEY + "61" + "8081" + KEY + "C3",
            1007),
        new Line("a frame above the limit", "82E5" + KEY, 1009),
        new Line("a frame of 2^63-1 bytes", "82FF7FFFFFFFFFFFFFFF" + KEY, 1009),
        new Line("a message above the limit", bytes("02", 80) + bytes("80", 71), 1009),
        new Line("too many fragments", bytes("02", 1) + bytes("00", 0).repeat(3), 1009));
  }

  @ParameterizedTest
  @MethodSource("table")
  void aBrokenRuleHasItsCodeHoweverTheBytesCome(Line line) throws IOException {
    byte[] bad = HexFormat.of().parseHex(line.hex());
    for (ProtocolVersion version : ProtocolVersion.defaults()) {
      try (WireSocket socket = open(version)) {
        socket.send(Frames.concat(Frames.text("before"), bad, Frames.text("behind")));
        assertThat(socket.readFrame().text()).isEqualTo("before");
        expectClose(socket, line);
      }
      try (WireSocket socket = open(version)) {
        socket.sendByteByByte(bad);
        expectClose(socket, line);
      }
    }
    assertThat(SIDE.errors()).isEmpty();
  }

  private static void expectClose(WireSocket socket, Line line) throws IOException {
    assertThat(socket.readFrame().closeCode()).as(line.what()).isEqualTo(line.code());
    assertThat(socket.ends()).as("the server says FIN").isTrue();
  }

  private static WireSocket open(ProtocolVersion version) throws IOException {
    return WireSocket.open(server.port(), new Handshake(version, "/"));
  }

  private static String bytes(String first, int count) {
    HexFormat hex = HexFormat.of().withUpperCase();
    byte[] payload = "x".repeat(count).getBytes(StandardCharsets.US_ASCII);
    return first + hex.toHexDigits((byte) (0x80 | count)) + KEY + hex.formatHex(payload);
  }
}
