package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.drafthorse.ProtocolVersion.V00;
import static org.drafthorse.ProtocolVersion.V13;

import java.util.List;
import java.util.Map;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The head with status 101. */
class HandshakeAnswerTest {

  private static Map<String, String> answer(Requests request) {
    return HandshakeAnswer.to(request.accepted(), HandshakeDecision.accept()).headers();
  }

  @Nested
  class Section13OpeningHandshake {

    @Test
    void theExampleKeyGivesTheExampleAccept() {
      assertThat(HandshakeAnswer.accept("dGhlIHNhbXBsZSBub25jZQ=="))
          .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
  }

  @Nested
  class Section422SendingTheOpeningHandshake {

    @ParameterizedTest
    @EnumSource(
        value = ProtocolVersion.class,
        names = {"V7", "V8", "V13"})
    void isWrittenToTheLetterAndInThisOrder(ProtocolVersion version) {
      ClientHandshake client = Requests.of(version).accepted();
      assertThat(HandshakeAnswer.to(client, HandshakeDecision.accept()).status()).isEqualTo(101);
      assertThat(answer(Requests.of(version)))
          .containsExactly(
              entry("Upgrade", "websocket"),
              entry("Connection", "Upgrade"),
              entry("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    @Test
    void extensionsAreDeclinedBySilence() {
      Requests request = Requests.of(V13).adding("Sec-WebSocket-Extensions", "permessage-deflate");
      assertThat(answer(request)).doesNotContainKey("Sec-WebSocket-Extensions");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aSubprotocolIsNamedIfOfferedAndChosen(ProtocolVersion version) {
      ClientHandshake client =
          Requests.of(version).adding("Sec-WebSocket-Protocol", "chat, superchat").accepted();
      HandshakeDecision decision = HandshakeDecision.accept(client, "other", "superchat", "chat");
      assertThat(HandshakeAnswer.to(client, decision).headers())
          .containsEntry("Sec-WebSocket-Protocol", "superchat");
      assertThat(HandshakeAnswer.to(client, HandshakeDecision.accept()).headers())
          .doesNotContainKey("Sec-WebSocket-Protocol");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aSubprotocolThatWasNotOfferedIsTheProgrammersMistake(ProtocolVersion version) {
      ClientHandshake client =
          Requests.of(version).adding("Sec-WebSocket-Protocol", "chat").accepted();
      for (String name : List.of("Chat", "test", "")) {
        HandshakeDecision decision = HandshakeDecision.accept().withSubprotocol(name);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> HandshakeAnswer.to(client, decision))
            .withMessageContaining("subprotocol");
      }
    }

    @Test
    void originAndLocationAreOfVersion00Alone() {
      HandshakeDecision decision =
          HandshakeDecision.accept().withOrigin("http://o").withLocation("ws://l");
      assertThat(HandshakeAnswer.to(Requests.of(V13).accepted(), decision).headers())
          .containsOnlyKeys("Upgrade", "Connection", "Sec-WebSocket-Accept");
    }
  }

  @Nested
  class Draft00Section52SendingTheOpeningHandshake {

    private Map<String, String> claiming(HandshakeDecision decision) {
      return HandshakeAnswer.to(Requests.of(V00).accepted(), decision).headers();
    }

    @Test
    void isWrittenToTheLetterAndInThisOrder() {
      assertThat(answer(Requests.of(V00).with("Host", "example.com").target("/demo", null)))
          .containsExactly(
              entry("Upgrade", "WebSocket"),
              entry("Connection", "Upgrade"),
              entry("Sec-WebSocket-Origin", "http://example.com"),
              entry("Sec-WebSocket-Location", "ws://example.com/demo"));
    }

    @Test
    void theLocationIsWhatTheClientAskedForToTheLetter() {
      Requests request =
          Requests.of(V00).with("Host", "Example.com:8080").target("/a%20b", "q=%3F");
      assertThat(answer(request))
          .containsEntry("Sec-WebSocket-Location", "ws://Example.com:8080/a%20b?q=%3F");
      assertThat(answer(request.target("/", "")))
          .containsEntry("Sec-WebSocket-Location", "ws://Example.com:8080/?");
    }

    @Test
    void theLocationBehindTlsIsSecure() {
      assertThat(answer(Requests.of(V00).secure()))
          .containsEntry("Sec-WebSocket-Location", "wss://server.example.com/chat");
    }

    @Test
    void theOriginIsTheClientsToTheLetter() {
      assertThat(answer(Requests.of(V00).with("Origin", "Made Up")))
          .containsEntry("Sec-WebSocket-Origin", "Made Up");
      assertThat(answer(Requests.of(V00).without("Origin")))
          .containsEntry("Sec-WebSocket-Origin", "null");
    }

    @Test
    void theResourceMayClaimOthers() {
      assertThat(claiming(HandshakeDecision.accept().withOrigin("http://o.example")))
          .containsEntry("Sec-WebSocket-Origin", "http://o.example")
          .containsEntry("Sec-WebSocket-Location", "ws://server.example.com/chat");
      assertThat(claiming(HandshakeDecision.accept().withLocation("wss://l.example/x")))
          .containsEntry("Sec-WebSocket-Origin", "http://example.com")
          .containsEntry("Sec-WebSocket-Location", "wss://l.example/x");
    }
  }
}
