package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.Deflate;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.oldclients.OldHandshake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine makes of the opening handshakes of browsers and others, from 2010 on. */
class OldClientsTest {

  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

  static Stream<OldHandshake> all() {
    return OldHandshake.all();
  }

  static Stream<OldHandshake> ofVersion00() {
    return all().filter(each -> each.version() == ProtocolVersion.V00);
  }

  private static ClientHandshake accepted(OldHandshake client) {
    OpeningHandshake.Outcome outcome =
        OpeningHandshake.read(client.parsed(), EnumSet.allOf(ProtocolVersion.class));
    assertThat(outcome).isInstanceOf(OpeningHandshake.Accepted.class);
    return ((OpeningHandshake.Accepted) outcome).handshake();
  }

  private static HandshakeAnswer answer(OldHandshake client) {
    ClientHandshake handshake = accepted(client);
    String[] offered = client.header(SUBPROTOCOL).split(", ");
    return HandshakeAnswer.to(handshake, HandshakeDecision.accept(handshake, offered));
  }

  @Test
  void everyFileIsInTheList() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/clients"))) {
      assertThat(files.map(each -> each.getFileName().toString().replaceAll("\\.txt$", "")))
          .containsExactlyInAnyOrderElementsOf(OldHandshake.NAMES);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachIsTakenForItsVersionAndItsOrigin(OldHandshake client) {
    ClientHandshake handshake = accepted(client);
    assertThat(handshake.version()).isEqualTo(client.version());
    assertThat(handshake.origin()).isEqualTo(client.header(client.version().originHeader()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachGetsTheAnswerThatItComparesToTheLetter(OldHandshake client) {
    HandshakeAnswer answer = answer(client);
    assertThat(answer.status()).isEqualTo(101);
    List<String> lines =
        answer.headers().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
    assertThat(lines).isEqualTo(client.answerLines(client.header(SUBPROTOCOL)));
  }

  @ParameterizedTest
  @MethodSource("ofVersion00")
  void theChallengeOfVersion00IsAnswered(OldHandshake client) {
    assertThat(Draft00Challenge.answer(accepted(client).challenge(), client.key3()))
        .isEqualTo(client.challengeAnswer());
  }

  @ParameterizedTest
  @MethodSource("ofVersion00")
  void version00IsRefusedWhereItIsNotEnabled(OldHandshake client) {
    OpeningHandshake.Outcome outcome =
        OpeningHandshake.read(client.parsed(), ProtocolVersion.defaults());
    assertThat(outcome).isInstanceOf(Refusal.class);
    assertThat(((Refusal) outcome).status()).isEqualTo(426);
  }

  @ParameterizedTest
  @MethodSource("all")
  void ofAllExtensionsPermessageDeflateAloneIsAgreedOn(OldHandshake client) {
    DeflateAgreement agreement = accepted(client).agreeOn(Deflate.defaults(), () -> true);
    boolean offersIt = client.header(ClientHandshake.EXTENSIONS).contains("permessage-deflate");
    assertThat(agreement != null).isEqualTo(offersIt);
    if (agreement != null) {
      assertThat(answer(client).with(agreement).headers().get(ClientHandshake.EXTENSIONS))
          .startsWith("permessage-deflate;");
    }
  }
}
