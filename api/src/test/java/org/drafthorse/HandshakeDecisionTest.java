package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.drafthorse.engine.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeDecisionTest {

  private static HandshakeRequest offering(String subprotocols) {
    return Requests.of(ProtocolVersion.V13)
        .adding("Sec-WebSocket-Protocol", subprotocols)
        .accepted();
  }

  @Test
  void acceptanceHasNothingButItself() {
    HandshakeDecision accept = HandshakeDecision.accept();
    assertThat(accept.isAccepted()).isTrue();
    assertThat(accept.status()).isZero();
    assertThat(accept.reason()).isEmpty();
    assertThat(accept.subprotocol()).isNull();
    assertThat(accept.origin()).isNull();
    assertThat(accept.location()).isNull();
    assertThat(accept.mailbox()).isNull();
  }

  @Test
  void theServersOrderOfSubprotocolsDecides() {
    HandshakeRequest request = offering("a, b, c");
    assertThat(HandshakeDecision.accept(request, "c", "a").subprotocol()).isEqualTo("c");
    assertThat(HandshakeDecision.accept(request, "x", "B").subprotocol()).isNull();
    assertThat(HandshakeDecision.accept(request).subprotocol()).isNull();
  }

  @Test
  void partsAreAddedWithoutLosingOthers() {
    HandshakeDecision decision =
        HandshakeDecision.accept()
            .withSubprotocol("chat")
            .withOrigin("http://o.example")
            .withLocation("ws://l.example/");
    assertThat(decision.isAccepted()).isTrue();
    assertThat(decision.subprotocol()).isEqualTo("chat");
    assertThat(decision.origin()).isEqualTo("http://o.example");
    assertThat(decision.location()).isEqualTo("ws://l.example/");
    assertThat(HandshakeDecision.accept().subprotocol()).isNull();
  }

  @Test
  void aRefusalIs403UnlessSaidOtherwise() {
    HandshakeDecision refusal = HandshakeDecision.reject("not you");
    assertThat(refusal.isAccepted()).isFalse();
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.reason()).isEqualTo("not you");
    assertThat(HandshakeDecision.reject(400, "").status()).isEqualTo(400);
    assertThat(HandshakeDecision.reject(599, "").status()).isEqualTo(599);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101, 200, 302, 399, 600, 1403})
  void aStatusThatIsNoRefusalIsTheProgrammersMistake(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandshakeDecision.reject(status, "why"))
        .withMessageContaining(String.valueOf(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: x", "\n", "\u0000", "\t", "\u007F", "\u00E9"})
  void nothingThatCouldSplitAHeaderIsTaken(String text) {
    HandshakeDecision accept = HandshakeDecision.accept();
    assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.reject(text));
    assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.reject(500, text));
    assertThatIllegalArgumentException().isThrownBy(() -> accept.withSubprotocol(text));
    assertThatIllegalArgumentException().isThrownBy(() -> accept.withOrigin(text));
    assertThatIllegalArgumentException().isThrownBy(() -> accept.withLocation(text));
  }

  @Test
  void aMailboxIsNeverNull() {
    HandshakeDecision accept = HandshakeDecision.accept();
    assertThatNullPointerException().isThrownBy(() -> accept.withMailboxOf(null));
  }
}
