package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.drafthorse.ProtocolVersion.V00;
import static org.drafthorse.ProtocolVersion.V13;
import static org.drafthorse.ProtocolVersion.V7;
import static org.drafthorse.ProtocolVersion.V8;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 4: versions, keys, origins, subprotocols. */
class OpeningHandshakeTest {

  private static final String VERSION = "Sec-WebSocket-Version";

  private static Refusal refusal(Requests request, Set<ProtocolVersion> enabled) {
    OpeningHandshake.Outcome outcome = request.read(enabled);
    assertThat(outcome).isInstanceOf(Refusal.class);
    return (Refusal) outcome;
  }

  @Nested
  class Section44VersionNegotiation {

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void everyVersionIsTakenForItself(ProtocolVersion version) {
      assertThat(Requests.of(version).accepted().version()).isEqualTo(version);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aVersionThatIsNotEnabledIsToldWhichAre(ProtocolVersion version) {
      Set<ProtocolVersion> others = EnumSet.complementOf(EnumSet.of(version));
      Refusal refusal = refusal(Requests.of(version), others);
      assertThat(refusal.status()).isEqualTo(426);
      assertThat(refusal.headers()).containsEntry("Upgrade", "websocket");
      assertThat(refusal.headers().get(VERSION).split(", ", -1))
          .containsExactlyElementsOf(
              others.stream()
                  .map(ProtocolVersion::number)
                  .sorted((a, b) -> b - a)
                  .map(String::valueOf)
                  .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "9", "12", "25", ""})
    void anUnknownVersionIsToldEveryEnabledOne(String version) {
      Requests request = Requests.of(V13).with(VERSION, version);
      assertThat(refusal(request, ProtocolVersion.defaults()).headers())
          .containsOnly(entry(VERSION, "13, 8, 7"), entry("Upgrade", "websocket"));
      assertThat(refusal(request, EnumSet.of(V13)).headers()).containsEntry(VERSION, "13");
      assertThat(refusal(request, EnumSet.allOf(ProtocolVersion.class)).headers())
          .containsEntry(VERSION, "13, 8, 7, 0");
    }

    @Test
    void aRequestWithoutAVersionIsABadRequestAndToldTheVersionsToo() {
      Refusal refusal = refusal(Requests.of(V13).without(VERSION), ProtocolVersion.defaults());
      assertThat(refusal.status()).isEqualTo(400);
      assertThat(refusal.headers()).containsExactly(entry(VERSION, "13, 8, 7"));
    }

    @Test
    void version00IsOffUnlessItIsAskedFor() {
      Refusal refusal = refusal(Requests.of(V00), ProtocolVersion.defaults());
      assertThat(refusal.status()).isEqualTo(426);
      assertThat(refusal.reason()).contains("00");
      assertThat(refusal.headers()).containsEntry(VERSION, "13, 8, 7");
    }

    @Test
    void aMissingVersionAloneIsNotVersion00() {
      assertThat(Requests.of(V13).without(VERSION).refused().status()).isEqualTo(400);
    }

    @Test
    void aRequestThatIsNoUpgradeIsABadRequestWhateverItsVersion() {
      Refusal refusal = Requests.of(V13).with(VERSION, "99").without("Upgrade").refused();
      assertThat(refusal.status()).isEqualTo(400);
      assertThat(refusal.reason()).contains("Upgrade");
    }
  }

  @Nested
  class Section41Item7Key {

    private Requests keyed(ProtocolVersion version, String key) {
      return Requests.of(version).with("Sec-WebSocket-Key", key);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "AAECAwQFBgcICQoLDA0O",
          "AAECAwQFBgcICQoLDA0ODxA=",
          "AAECAwQFBgcICQoLDA0ODxAR",
          "AA==",
          "x",
          "not-base64!",
          "AAECAwQFBgcICQoLDA0OD_=="
        })
    void only16BytesWillDoFrom13OnAndOlderClientsSentOthers(String key) {
      assertThat(keyed(V13, key).refused().status()).isEqualTo(400);
      assertThat(keyed(V13, key).refused().reason()).contains("Sec-WebSocket-Key");
      assertThat(keyed(V8, key).accepted().key()).isEqualTo(key);
      assertThat(keyed(V7, key).accepted().key()).isEqualTo(key);
    }

    @ParameterizedTest
    @EnumSource(
        value = ProtocolVersion.class,
        names = {"V7", "V8"})
    void aHugeKeyIsRefusedByOlderVersionsToo(ProtocolVersion version) {
      assertThat(keyed(version, "A".repeat(256)).accepted().key()).hasSize(256);
      assertThat(keyed(version, "A".repeat(260)).refused().status()).isEqualTo(400);
    }

    @Test
    void whiteSpaceAroundTheKeyIsNotPartOfIt() {
      assertThat(keyed(V13, " " + Requests.KEY + "\t").accepted().key()).isEqualTo(Requests.KEY);
    }
  }

  @Nested
  class Section41Item8Origin {

    @Test
    void versions13And00ReadOrigin() {
      for (ProtocolVersion version : List.of(V13, V00)) {
        Requests request = Requests.of(version).with("Origin", "http://a.example");
        assertThat(request.accepted().origin()).isEqualTo("http://a.example");
        request.without("Origin").with("Sec-WebSocket-Origin", "http://b.example");
        assertThat(request.accepted().origin()).isNull();
      }
    }

    @Test
    void versions7And8ReadSecWebSocketOriginAndElseOrigin() {
      for (ProtocolVersion version : List.of(V7, V8)) {
        Requests request = Requests.of(version).with("Sec-WebSocket-Origin", "http://a.example");
        assertThat(request.accepted().origin()).isEqualTo("http://a.example");
        request.without("Sec-WebSocket-Origin").with("Origin", "http://b.example");
        assertThat(request.accepted().origin()).isEqualTo("http://b.example");
      }
    }

    @Test
    void twoHeadersThatSayDifferentThingsAreRefused() {
      for (ProtocolVersion version : List.of(V7, V8)) {
        Requests request = Requests.of(version).adding("Origin", "http://other.example");
        assertThat(request.refused().status()).isEqualTo(400);
        assertThat(request.refused().reason()).contains("Origin");
        assertThat(request.with("Origin", "http://example.com").accepted().origin())
            .isEqualTo("http://example.com");
      }
    }

    @Test
    void anOriginThatIsNoneContradictsNothingAndDoesNotCount() {
      for (ProtocolVersion version : List.of(V7, V8)) {
        for (String host : List.of("example.com:8080", "127.0.0.1", "")) {
          Requests request = Requests.of(version).adding("Origin", host);
          assertThat(request.accepted().origin()).isEqualTo("http://example.com");
        }
        assertThat(Requests.of(version).adding("Origin", "null").refused().status()).isEqualTo(400);
      }
    }

    @Test
    void aDoubledOriginIsNamedByItsOwnName() {
      for (ProtocolVersion version : List.of(V7, V8)) {
        Requests request = Requests.of(version).without("Sec-WebSocket-Origin");
        request.adding("Origin", "http://a.example").doubling("Origin");
        assertThat(request.refused().reason()).contains("more than one Origin");
      }
    }
  }

  @Nested
  class Section41Item10Subprotocols {

    private List<String> offered(ProtocolVersion version, String... values) {
      Requests request = Requests.of(version);
      for (String value : values) {
        request.adding("Sec-WebSocket-Protocol", value);
      }
      return request.accepted().subprotocols();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void areReadInTheirOrderOverAllHeaders(ProtocolVersion version) {
      assertThat(offered(version)).isEmpty();
      assertThat(offered(version, "b, a")).containsExactly("b", "a");
      assertThat(offered(version, "b , a", "c,a")).containsExactly("b", "a", "c");
      assertThat(offered(version, ",b,, ,a,")).containsExactly("b", "a");
    }

    @Test
    void areSeparatedBySpacesInVersion00AndNotLater() {
      assertThat(offered(V00, "b a  c")).containsExactly("b", "a", "c");
      Requests request = Requests.of(V13).adding("Sec-WebSocket-Protocol", "b a");
      assertThat(request.refused().reason()).contains("Sec-WebSocket-Protocol");
    }

    @Test
    void keepTheirCase() {
      assertThat(offered(V13, "Chat, chat")).containsExactly("Chat", "chat");
    }
  }

  @Nested
  class Section10Robustness {

    private static final List<ProtocolVersion> VERSIONS = List.of(V13, V8, V7, V00);
    private static final List<String> PARTS =
        List.of(
            "", " ", ",", "websocket", "Upgrade", "13", "8", "0", "==", "AA", "\u0000", "\u00FF");

    private final Random random = new Random(6455);

    private String value() {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        value.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      return value.toString();
    }

    @Test
    void whateverTheHeadersHoldTheAnswerIsAValue() {
      for (int i = 0; i < 20_000; i++) {
        Requests request = Requests.of(VERSIONS.get(random.nextInt(VERSIONS.size())));
        List<String> names = request.head().headerNames();
        for (int k = random.nextInt(4); k >= 0; k--) {
          String name = names.get(random.nextInt(names.size()));
          switch (random.nextInt(3)) {
            case 0 -> request.without(name);
            case 1 -> request.with(name, value());
            default -> request.adding(name, value());
          }
        }
        if (request.read() instanceof Refusal refusal) {
          assertThat(refusal.status()).isIn(400, 426);
          assertThat(refusal.reason()).matches("[ -~]+");
        }
      }
    }

    @Test
    void aReasonNeverHoldsWhatTheClientSent() {
      for (ProtocolVersion version : ProtocolVersion.values()) {
        for (String name : Requests.of(version).head().headerNames()) {
          Requests request = Requests.of(version).with(name, "\u001B[31mZZZ").doubling(name);
          if (request.read() instanceof Refusal refusal) {
            assertThat(refusal.reason() + refusal.headers()).doesNotContain("ZZZ");
          }
        }
      }
    }
  }
}
