package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.close;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.ping;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, sections 5.5.1 and 7: the closing handshake as the engine hears it. */
class CloseFramesTest {

  private static final int HEAD = 6;

  private final EngineRunner runner = EngineRunner.of(ProtocolVersion.V13);

  @Nested
  class Section551Close {

    @Test
    void anEmptyBodyHasNoStatus() {
      assertThat(runner.runToOne(close()).content()).isEqualTo(CloseStatus.NO_STATUS);
      assertThat(runner.runToOne(close())).isEqualTo(Event.close(1005, ""));
    }

    @Test
    void halfAStatusFails() {
      runner.runToFailure(close((byte) 3), 1002, 2);
    }

    @Test
    void aStatusWithoutAReason() {
      assertThat(runner.runToOne(close(1000, ""))).isEqualTo(Event.close(1000, ""));
    }

    @Test
    void aReasonMayHave123Bytes() {
      String reason = "\u20AC".repeat(41);
      assertThat(runner.runToOne(close(4999, reason))).isEqualTo(Event.close(4999, reason));
    }

    @Test
    void aReasonOf124BytesFailsAtTheLength() {
      runner.runToFailure(close(1000, "x".repeat(124)), 1002, 2);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"FF", "C3", "ED A0 80", "F4 90 80 80", "C0 AF", "61 E2 82", "80", "E2 28 A1"})
    void aReasonThatIsNotUtf8Fails(String bytes) {
      byte[] body = concat(hex("03 E8"), hex(bytes));
      runner.runToFailure(close(body), 1007, HEAD + body.length);
    }
  }

  @Nested
  class Section55ControlFramesAndTheEnd {

    private final byte[] after =
        concat(text("late"), ping(utf8("late")), close(1000, ""), hex("FF FF"));

    @Test
    void everythingBehindACloseIsDiscarded() {
      assertThat(runner.run(concat(close(1001, "bye"), after)))
          .containsExactly(Event.close(1001, "bye"));
    }

    @Test
    void everythingBehindAFailureIsDiscarded() {
      runner.runToFailure(concat(hex("83"), after), 1002, 1);
    }

    @Test
    void theRestOfABufferIsConsumedAtOnce() {
      ProtocolEngine engine = runner.newEngine();
      ByteBuffer in = ByteBuffer.wrap(concat(close(), after));
      assertThat(engine.read(in, new Scratch())).isEqualTo(Signal.CLOSE);
      assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void theStatusStaysReadableAfterTheEnd() {
      ProtocolEngine engine = runner.newEngine();
      engine.read(ByteBuffer.wrap(close(4000, "why")), new Scratch());
      assertThat(engine.read(ByteBuffer.wrap(after), new Scratch())).isEqualTo(Signal.NEED_INPUT);
      assertThat(engine.closeStatus()).isEqualTo(new CloseStatus(4000, "why"));
    }

    @Test
    void aReservedBitOnACloseFailsAtItsFirstByte() {
      runner.runToFailure(frame(FIN | 0x40 | Opcode.CLOSE, hex("03E8")), 1002, 1);
    }
  }

  @Nested
  class Section74StatusCodes {

    /** Section 7.4 and the registry at IANA; 1004 stood for "frame too large" up to draft 08. */
    private boolean isAllowed(ProtocolVersion version, int code) {
      boolean registered =
          switch (code) {
            case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014 -> true;
            case 1004 -> version != ProtocolVersion.V13;
            default -> false;
          };
      return registered || (code >= 3000 && code <= 4999);
    }

    @ParameterizedTest
    @EnumSource(
        value = ProtocolVersion.class,
        names = {"V7", "V8", "V13"})
    void everyCodeIsJudged(ProtocolVersion version) {
      EngineRunner of = EngineRunner.of(version);
      List<Integer> wrong = new ArrayList<>();
      for (int code = 0; code <= 0xFFFF; code++) {
        List<Event> events = of.whole(close(code, ""));
        Event event = events.get(0);
        boolean right =
            isAllowed(version, code)
                ? event.equals(Event.close(code, ""))
                : event.signal() == Signal.FAILED && event.status().code() == 1002;
        if (!right || events.size() != 1) {
          wrong.add(code);
        }
      }
      assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    void aCodeThatMustNotTravelFailsInWhateverPiecesItComes(int code) {
      runner.runToFailure(close(code, ""), 1002, HEAD + 2);
    }

    @Test
    void aBadCodeIsToldBeforeABadReason() {
      byte[] body = hex("03 ED FF");
      runner.runToFailure(close(body), 1002, HEAD + body.length);
    }
  }
}
