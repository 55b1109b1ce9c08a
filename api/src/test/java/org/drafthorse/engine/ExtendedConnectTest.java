package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.EnumSet;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8441, section 5: the handshake over a stream of HTTP/2. */
class ExtendedConnectTest {

  private static final String VERSION = "Sec-WebSocket-Version";

  @Test
  void theExampleOfSection51IsVersion13() {
    ClientHandshake client = Requests.overHttp2().accepted();
    assertThat(client.version()).isEqualTo(ProtocolVersion.V13);
    assertThat(client.origin()).isEqualTo("http://example.com");
  }

  @Test
  void theAnswerIs200WithoutUpgradeConnectionAndAccept() {
    HandshakeAnswer answer =
        HandshakeAnswer.to(Requests.overHttp2().accepted(), HandshakeDecision.accept());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).isEmpty();
  }

  @Test
  void theAnswerNamesTheSubprotocolAndNothingElse() {
    ClientHandshake client =
        Requests.overHttp2().adding("Sec-WebSocket-Protocol", "chat, superchat").accepted();
    HandshakeAnswer answer =
        HandshakeAnswer.to(client, HandshakeDecision.accept(client, "superchat"));
    assertThat(answer.headers()).containsExactly(entry("Sec-WebSocket-Protocol", "superchat"));
  }

  @Test
  void aKeyIsNotProcessed() {
    Requests request = Requests.overHttp2().adding("Sec-WebSocket-Key", "no key");
    assertThat(HandshakeAnswer.to(request.accepted(), HandshakeDecision.accept()).headers())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "7", "0", "25", "twelve"})
  void everyOtherVersionIsToldThatThereIs13Alone(String version) {
    Refusal refusal = Requests.overHttp2().with(VERSION, version).refused();
    assertThat(refusal.status()).isEqualTo(426);
    assertThat(refusal.reason()).contains("HTTP/2").contains(VERSION);
    assertThat(refusal.headers()).containsExactly(entry(VERSION, "13"));
  }

  @Test
  void theKeysOfVersion00AreNoVersionOverHttp2() {
    Requests request = Requests.overHttp2().without(VERSION);
    request.adding("Sec-WebSocket-Key1", Requests.KEY1);
    request.adding("Sec-WebSocket-Key2", Requests.KEY2);
    assertThat(request.refused().status()).isEqualTo(426);
    assertThat(request.refused().headers()).containsExactly(entry(VERSION, "13"));
  }

  @Test
  void aMissingVersionIsABadRequestAndToldTheVersion() {
    Refusal refusal = Requests.overHttp2().without(VERSION).refused();
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.headers()).containsExactly(entry(VERSION, "13"));
  }

  @Test
  void aResourceWithoutVersion13CannotBeReachedAndNamesNoVersion() {
    for (Requests each :
        new Requests[] {Requests.overHttp2(), Requests.overHttp2().without(VERSION)}) {
      OpeningHandshake.Outcome outcome =
          each.read(EnumSet.of(ProtocolVersion.V8, ProtocolVersion.V7));
      assertThat(outcome)
          .isEqualTo(new Refusal(426, "no version that there is over HTTP/2 is enabled"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Host, must be exactly one Host",
    "Sec-WebSocket-Version, more than one Sec-WebSocket-Version",
    "Origin, more than one Origin",
    ":protocol, :protocol"
  })
  void whatMayBeThereOnceIsRefusedTwice(String name, String reason) {
    Refusal refusal = Requests.overHttp2().doubling(name).refused();
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.reason()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({"Upgrade, websocket", "Connection, Upgrade", "Content-Length, 3"})
  void whatBelongsToHttp11OrToABodyIsRefused(String name, String value) {
    Refusal refusal = Requests.overHttp2().adding(name, value).refused();
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.reason()).contains(name);
  }

  @Test
  void withoutAnAuthorityThereIsNoHost() {
    assertThat(Requests.overHttp2().without("Host").refused().reason()).contains("Host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect-udp", "", "websockets", "websocket, websocket"})
  void anotherProtocolIsNotOurs(String protocol) {
    assertThat(Requests.overHttp2().with(":protocol", protocol).refused().reason())
        .contains(":protocol");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0", "HTTP/3.0", ""})
  void noOtherHttpHasIt(String protocol) {
    assertThat(Requests.overHttp2().protocol(protocol).refused().reason()).contains("HTTP/2");
  }

  @Test
  void onlyConnectIsOne() {
    assertThat(Requests.overHttp2().method("GET").refused().status()).isEqualTo(400);
    assertThat(Requests.of(ProtocolVersion.V13).method("CONNECT").refused().reason())
        .contains("GET");
  }
}
