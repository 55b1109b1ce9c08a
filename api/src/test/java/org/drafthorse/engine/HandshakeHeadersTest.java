package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 6455, section 4.2.1, and draft 00, section 5.1: each header of the handshake missing,
 * doubled, empty, huge, as a list, in mixed case; for every version.
 */
class HandshakeHeadersTest {

  private static final int OK = 101;
  private static final String HUGE = "x".repeat(32 * 1024);

  /** The headers that every version needs. */
  private static final List<Row> COMMON =
      List.of(
          new Row("Host", null, 400),
          new Row("Host", "", 400),
          new Row("Host", "  ", 400),
          new Row("Host", "server.example.com:8080", OK),
          new Row("Host", "[2001:db8::1]:80", OK),
          new Row("Upgrade", null, 400),
          new Row("Upgrade", "", 400),
          new Row("Upgrade", HUGE, 400),
          new Row("Upgrade", "websockets", 400),
          new Row("Upgrade", "web socket", 400),
          new Row("Upgrade", "h2c, WebSocket", OK),
          new Row("Upgrade", ",, websocket ,", OK),
          new Row("Upgrade", "WEBSOCKET", OK),
          new Row("Upgrade", "h2c,\t websocket \t", OK),
          new Row("Upgrade", "websocket\u001F", 400),
          new Row("Upgrade", "\u2003websocket", 400),
          new Row("Connection", null, 400),
          new Row("Connection", "", 400),
          new Row("Connection", HUGE, 400),
          new Row("Connection", "keep-alive", 400),
          new Row("Connection", "upgraded", 400),
          new Row("Connection", "keep-alive, Upgrade", OK),
          new Row("Connection", "keep-alive,upgrade", OK),
          new Row("Connection", "UPGRADE", OK),
          new Row("Content-Length", "0", OK),
          new Row("Content-Length", "", 400),
          new Row("Content-Length", "1", 400),
          new Row("Content-Length", "-1", 400),
          new Row("Content-Length", "16", 400),
          new Row("Content-Length", "80", 400),
          new Row("Content-Length", "eight", 400),
          new Row("Content-Length", HUGE, 400),
          new Row("Transfer-Encoding", "chunked", 400),
          new Row("Transfer-Encoding", "", 400),
          new Row("Sec-WebSocket-Protocol", "", OK),
          new Row("Sec-WebSocket-Protocol", HUGE, OK),
          new Row("Sec-WebSocket-Protocol", "chat, superchat", OK),
          new Row("Sec-WebSocket-Protocol", "chat;superchat", 400),
          new Row("Sec-WebSocket-Protocol", "chat, \u00E9", 400),
          new Row("Sec-WebSocket-Protocol", "\"chat\"", 400));

  private static final List<Row> HYBI =
      List.of(
          new Row("Sec-WebSocket-Version", null, 400),
          new Row("Sec-WebSocket-Version", "", 426),
          new Row("Sec-WebSocket-Version", HUGE, 426),
          new Row("Sec-WebSocket-Version", "13, 8", 426),
          new Row("Sec-WebSocket-Version", "8,7", 426),
          new Row("Sec-WebSocket-Version", "12", 426),
          new Row("Sec-WebSocket-Version", "14", 426),
          new Row("Sec-WebSocket-Version", "-1", 426),
          new Row("Sec-WebSocket-Version", "013", 426),
          new Row("Sec-WebSocket-Version", "13.0", 426),
          new Row("Sec-WebSocket-Version", "\u0661\u0663", 426),
          new Row("Sec-WebSocket-Version", "thirteen", 426),
          new Row("Sec-WebSocket-Key", null, 400),
          new Row("Sec-WebSocket-Key", "", 400),
          new Row("Sec-WebSocket-Key", "   ", 400),
          new Row("Sec-WebSocket-Key", HUGE, 400),
          new Row("Sec-WebSocket-Key", Requests.KEY + ", " + Requests.KEY, 400),
          new Row("Sec-WebSocket-Key", "dGhlIHNhbXBs ZSBub25jZQ==", 400),
          new Row("Sec-WebSocket-Key", "caf\u00E9", 400),
          new Row("Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0ODw==", OK),
          new Row("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits", OK),
          new Row("Sec-WebSocket-Extensions", HUGE, OK),
          new Row("Content-Length", "8", 400));

  private static final List<Row> DRAFT_00 =
      List.of(
          new Row("Sec-WebSocket-Key1", null, 400),
          new Row("Sec-WebSocket-Key1", "", 400),
          new Row("Sec-WebSocket-Key1", HUGE, 400),
          new Row("Sec-WebSocket-Key1", "3626341780", 400),
          new Row("Sec-WebSocket-Key1", "3626341781    ", 400),
          new Row("Sec-WebSocket-Key1", " a b c ", 400),
          new Row("Sec-WebSocket-Key1", "4294967296 ", 400),
          new Row("Sec-WebSocket-Key1", "9".repeat(20_000) + " ", 400),
          new Row("Sec-WebSocket-Key1", "4294967295 ", OK),
          new Row("Sec-WebSocket-Key2", null, 400),
          new Row("Sec-WebSocket-Key2", "", 400),
          new Row("Sec-WebSocket-Key2", HUGE, 400),
          new Row("Sec-WebSocket-Key2", "3  ", 400),
          new Row("Content-Length", "8", OK));

  /** Headers of which there may be one only; the others are lists. */
  private static final List<String> SINGLE =
      List.of(
          "Host",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Key1",
          "Sec-WebSocket-Key2",
          "Origin",
          "Sec-WebSocket-Origin");

  private record Row(String header, String value, int status) {}

  private static void assertVerdict(Requests request, String header, int status) {
    OpeningHandshake.Outcome outcome = request.read();
    if (status == OK) {
      assertThat(outcome).isInstanceOf(OpeningHandshake.Accepted.class);
      return;
    }
    assertThat(outcome).isInstanceOf(Refusal.class);
    Refusal refusal = (Refusal) outcome;
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.reason()).contains(header).hasSizeLessThan(120).matches("[ -~]+");
  }

  @Nested
  class Section421ReadingTheOpeningHandshake {

    static List<Arguments> rows() {
      List<Arguments> all = new ArrayList<>();
      for (ProtocolVersion version : ProtocolVersion.values()) {
        List<Row> rows = new ArrayList<>(COMMON);
        rows.addAll(version == ProtocolVersion.V00 ? DRAFT_00 : HYBI);
        for (Row row : rows) {
          String value = row.value();
          String shown = value == null ? "missing" : value.length() > 60 ? "huge" : value;
          all.add(Arguments.argumentSet(version + " " + row.header() + ": " + shown, version, row));
        }
      }
      return all;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachHeaderHasItsVerdict(ProtocolVersion version, Row row) {
      Requests request = Requests.of(version).without(row.header());
      if (row.value() != null) {
        request.adding(row.header(), row.value());
      }
      assertVerdict(request, row.header(), row.status());
    }

    static List<Arguments> presentHeaders() {
      List<Arguments> all = new ArrayList<>();
      for (ProtocolVersion version : ProtocolVersion.values()) {
        for (String name : Requests.of(version).head().headerNames()) {
          all.add(Arguments.of(version, name));
        }
      }
      return all;
    }

    @ParameterizedTest
    @MethodSource("presentHeaders")
    void aDoubledHeaderIsRefusedUnlessItIsAList(ProtocolVersion version, String name) {
      Requests request = Requests.of(version).doubling(name);
      assertVerdict(request, name, SINGLE.contains(name) ? 400 : OK);
    }

    @ParameterizedTest
    @MethodSource("presentHeaders")
    void namesAreReadInAnyCase(ProtocolVersion version, String name) {
      Locale root = Locale.ROOT;
      for (String other : List.of(name.toLowerCase(root), name.toUpperCase(root))) {
        Requests request = Requests.of(version);
        String value = request.head().header(name);
        assertVerdict(request.without(name).adding(other, value), name, OK);
      }
    }

    @ParameterizedTest
    @MethodSource("presentHeaders")
    void aHeaderDoubledInAnotherCaseIsDoubled(ProtocolVersion version, String name) {
      Requests request = Requests.of(version);
      request.adding(name.toUpperCase(Locale.ROOT), request.head().header(name));
      assertVerdict(request, name, SINGLE.contains(name) ? 400 : OK);
    }

    static List<Arguments> versionsAndBodies() {
      List<Arguments> all = new ArrayList<>();
      for (ProtocolVersion version : ProtocolVersion.values()) {
        for (String second : List.of("5", "8", "")) {
          all.add(Arguments.of(version, second));
        }
      }
      return all;
    }

    @ParameterizedTest
    @MethodSource("versionsAndBodies")
    void aSecondContentLengthThatDiffersIsRefused(ProtocolVersion version, String second) {
      Requests request = Requests.of(version).adding("Content-Length", "0");
      assertVerdict(request.adding("Content-Length", second), "Content-Length", 400);
    }
  }

  @Nested
  class Section42RequestLine {

    static EnumSet<ProtocolVersion> versions() {
      return EnumSet.allOf(ProtocolVersion.class);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void onlyGetWillDo(ProtocolVersion version) {
      for (String method : List.of("POST", "HEAD", "OPTIONS", "CONNECT", "get", "")) {
        assertVerdict(Requests.of(version).method(method), "method", 400);
      }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void onlyHttp11WillDo(ProtocolVersion version) {
      for (String protocol : List.of("HTTP/1.0", "HTTP/2.0", "HTTP/2", "HTTP/0.9", "")) {
        assertVerdict(Requests.of(version).protocol(protocol), "HTTP/1.1", 400);
      }
    }
  }

  @Nested
  class Section102Origin {

    static EnumSet<ProtocolVersion> versions() {
      return EnumSet.allOf(ProtocolVersion.class);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aMissingOneIsLeftToThePolicy(ProtocolVersion version) {
      Requests request = Requests.of(version).without(version.originHeader());
      assertThat(request.accepted().origin()).isNull();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anyValueIsLeftToThePolicy(ProtocolVersion version) {
      for (String origin : List.of("", "null", "127.0.0.1", "made up", "a, b", HUGE)) {
        Requests request = Requests.of(version).with(version.originHeader(), origin);
        assertThat(request.accepted().origin()).isEqualTo(origin);
      }
    }
  }
}
