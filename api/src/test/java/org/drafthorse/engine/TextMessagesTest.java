package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.head;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.mask;
import static org.drafthorse.engine.ClientFrames.ping;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, sections 5.6 and 8.1: text is UTF-8, and is checked as it arrives. */
class TextMessagesTest {

  private static final int INVALID_PAYLOAD = 1007;
  private static final int HEAD = 6;

  /** Characters of one, two, three and four bytes. */
  private static final String ALL_LENGTHS = "a\u00E9\u20AC\uD83D\uDE00z\uFFFF\u0000\uDBFF\uDFFF";

  private final EngineRunner runner = EngineRunner.of(ProtocolVersion.V13);

  @Nested
  class Section56DataFrames {

    @Test
    void charactersOfAllLengthsArrive() {
      assertThat(runner.run(text(ALL_LENGTHS))).containsExactly(Event.text(ALL_LENGTHS));
    }

    @Test
    void aTextMayBreakInsideCharactersAtFrameBoundaries() {
      byte[] bytes = utf8(ALL_LENGTHS);
      for (int cut = 0; cut <= bytes.length; cut++) {
        byte[] fixture =
            concat(
                frame(Opcode.TEXT, Arrays.copyOf(bytes, cut)),
                ping(),
                frame(FIN | Opcode.CONTINUATION, Arrays.copyOfRange(bytes, cut, bytes.length)));
        assertThat(runner.run(fixture)).containsExactly(Event.ping(), Event.text(ALL_LENGTHS));
      }
    }

    @Test
    void aTextMayComeInFramesOfOneByte() {
      byte[] bytes = utf8(ALL_LENGTHS);
      byte[][] frames = new byte[bytes.length + 1][];
      for (int i = 0; i < bytes.length; i++) {
        frames[i] =
            frame(i == 0 ? Opcode.TEXT : Opcode.CONTINUATION, Arrays.copyOfRange(bytes, i, i + 1));
      }
      frames[bytes.length] = frame(FIN | Opcode.CONTINUATION, new byte[0]);
      assertThat(runner.run(concat(frames))).containsExactly(Event.text(ALL_LENGTHS));
    }

    @Test
    void binaryMayBeAnything() {
      byte[] bytes = hex("FF FE C0 80 ED A0 80 00 F8");
      byte[] fixture = concat(frame(Opcode.BINARY, bytes), frame(FIN | Opcode.CONTINUATION, bytes));
      assertThat(runner.run(fixture)).containsExactly(Event.binary(concat(bytes, bytes)));
    }
  }

  @Nested
  class Section81InvalidUtf8 {

    /** Bytes, and how many of them have to be read to know that they are bad. */
    @ParameterizedTest
    @CsvSource({
      "80, 1",
      "BF, 1",
      "C0 AF, 1",
      "C1 BF, 1",
      "C2 41, 2",
      "E0 9F BF, 2",
      "E0 A0 41, 3",
      "ED A0 80, 2",
      "ED BF BF, 2",
      "EF BF C0, 3",
      "F0 8F BF BF, 2",
      "F4 90 80 80, 2",
      "F4 8F BF 7F, 4",
      "F5 80 80 80, 1",
      "F8 88 80 80 80, 1",
      "FE, 1",
      "FF, 1",
      "61 62 63 64 65 66 67 68 69 FF, 10",
      "CE BA E1 BD B9 CF 83 CE BC CE B5 ED A0 80, 13",
    })
    void failsAtTheByteThatCannotBe(String bytes, int badByte) {
      byte[] payload = concat(hex(bytes), utf8("more to come, never looked at"));
      runner.runToFailure(frame(FIN | Opcode.TEXT, payload), INVALID_PAYLOAD, HEAD + badByte);
    }

    @Test
    void failsInTheMiddleOfAFrameThatHasOnlyBegun() {
      byte[] fixture = concat(head(FIN | Opcode.TEXT, 60_000), mask(hex("61 FF"), 0x37FA213D));
      List<Event> events = runner.run(fixture);
      assertThat(events).hasSize(1);
      assertThat(events.get(0).signal()).isEqualTo(Signal.FAILED);
    }

    @Test
    void failsInALaterFragmentAtItsByte() {
      byte[] begin = concat(frame(Opcode.TEXT, hex("E2 82")), ping());
      byte[] fixture = concat(begin, frame(Opcode.CONTINUATION, hex("41 41 41")));
      runner.runToFailure(fixture, INVALID_PAYLOAD, begin.length + HEAD + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C3", "E2", "E2 82", "F0", "F0 9F", "F0 9F 98", "61 62 63 F0 9F 98"})
    void anUnfinishedCharacterFailsAtTheEndOfTheMessage(String bytes) {
      byte[] payload = hex(bytes);
      byte[] single = frame(FIN | Opcode.TEXT, payload);
      runner.runToFailure(single, INVALID_PAYLOAD, single.length);
      byte[] fragments =
          concat(frame(Opcode.TEXT, payload), frame(FIN | Opcode.CONTINUATION, new byte[0]));
      runner.runToFailure(fragments, INVALID_PAYLOAD, fragments.length);
    }

    @Test
    void anUnfinishedCharacterIsForgottenWithItsMessage() {
      ProtocolEngine engine = runner.newEngine();
      Scratch scratch = new Scratch();
      ByteBuffer both = ByteBuffer.wrap(concat(text("\u20AC"), text("abc")));
      assertThat(engine.read(both, scratch)).isEqualTo(Signal.TEXT);
      assertThat(engine.read(both, scratch)).isEqualTo(Signal.TEXT);
      assertThat(engine.text()).isEqualTo("abc");
    }
  }

  @Test
  void scratchIsSharedByConnectionsWithoutMixingTheirTexts() {
    Scratch shared = new Scratch();
    ProtocolEngine first = runner.newEngine();
    ProtocolEngine second = runner.newEngine();
    first.read(ByteBuffer.wrap(text("first \u20AC")), shared);
    String kept = first.text();
    second.read(ByteBuffer.wrap(text("SECOND \u00E9")), shared);
    assertThat(kept).isEqualTo("first \u20AC");
    assertThat(second.text()).isEqualTo("SECOND \u00E9");
  }

  @Test
  void scratchServesLargeMessagesToo() {
    Scratch scratch = new Scratch();
    assertThat(scratch.array(5000)).hasSizeGreaterThanOrEqualTo(5000);
    assertThat(scratch.array(5000)).isSameAs(scratch.array(10));
    assertThat(scratch.array(1 << 20)).hasSizeGreaterThanOrEqualTo(1 << 20);
    assertThat(scratch.array(10)).as("a large array is not kept").hasSizeLessThanOrEqualTo(65536);
  }
}
