package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.head;
import static org.drafthorse.engine.ClientFrames.head16;
import static org.drafthorse.engine.ClientFrames.head64;
import static org.drafthorse.engine.ClientFrames.ping;
import static org.drafthorse.engine.ClientFrames.text;
import static org.drafthorse.engine.ClientFrames.unmasked;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 5: what may come as a frame, and at which byte the engine knows. */
@ParameterizedClass
@EnumSource(names = {"V13", "V8", "V7"})
class FramesOfRfc6455Test {

  private static final int PROTOCOL_ERROR = 1002;
  private static final int TOO_BIG = 1009;

  private final ProtocolVersion version;
  private final EngineRunner runner;

  FramesOfRfc6455Test(ProtocolVersion version) {
    this.version = version;
    this.runner = EngineRunner.of(version);
  }

  @Nested
  class Section52BaseFraming {

    static List<Integer> firstBytes() {
      List<Integer> all = new ArrayList<>();
      for (int first = 0; first < 256; first++) {
        all.add(first);
      }
      return all;
    }

    @ParameterizedTest
    @MethodSource("firstBytes")
    void everyFirstByteIsJudgedAtOnce(int first) {
      boolean reserved = (first & 0x70) != 0;
      boolean fin = (first & 0x80) != 0;
      boolean allowed =
          switch (first & 0x0F) {
            case Opcode.TEXT, Opcode.BINARY -> true;
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> fin;
            default -> false;
          };
      byte[] fixture = frame(first, utf8(""));
      if (allowed && !reserved) {
        assertThat(runner.failsAt(fixture)).isEqualTo(-1);
        runner.run(fixture);
      } else {
        runner.runToFailure(fixture, PROTOCOL_ERROR, 1);
      }
    }

    @ParameterizedTest
    @MethodSource("firstBytes")
    void everyFirstByteInsideAMessageIsJudgedAtOnce(int first) {
      byte[] begin = frame(Opcode.TEXT, utf8("a"));
      boolean reserved = (first & 0x70) != 0;
      boolean fin = (first & 0x80) != 0;
      boolean allowed =
          switch (first & 0x0F) {
            case Opcode.CONTINUATION -> true;
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> fin;
            default -> false;
          };
      byte[] fixture = concat(begin, frame(first, utf8("")));
      if (allowed && !reserved) {
        assertThat(runner.failsAt(fixture)).isEqualTo(-1);
      } else {
        runner.runToFailure(fixture, PROTOCOL_ERROR, begin.length + 1);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 1000, 65535, 65536, 65537, 200_000})
    void aMessageOfAnyLengthArrives(int length) {
      Limits large = Limits.builder().maxFrameSize(200_000).maxMessageSize(200_000).build();
      byte[] payload = new byte[length];
      for (int i = 0; i < length; i++) {
        payload[i] = (byte) (i * 31 + i / 256);
      }
      EngineRunner wide = EngineRunner.of(version, large);
      byte[] fixture = frame(FIN | Opcode.BINARY, payload);
      int start = fixture.length - length;
      List<Event> expected = List.of(Event.binary(payload));
      assertThat(wide.whole(fixture)).isEqualTo(expected);
      assertThat(wide.byteByByte(fixture)).isEqualTo(expected);
      for (int cut = 1; cut < start; cut++) {
        assertThat(wide.split(fixture, cut, start + length / 2)).isEqualTo(expected);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void aShortLengthIn16BitsFailsAtItsLastByte(int length) {
      byte[] fixture = concat(head16(FIN | Opcode.TEXT, length), new byte[4 + length]);
      runner.runToFailure(fixture, PROTOCOL_ERROR, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65535})
    void aShortLengthIn64BitsFailsAtItsLastByte(int length) {
      byte[] fixture = concat(head64(FIN | Opcode.TEXT, length), new byte[4]);
      runner.runToFailure(fixture, PROTOCOL_ERROR, 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MIN_VALUE | 5})
    void theTopBitOfALengthFailsAtItsByte(long length) {
      runner.runToFailure(head64(FIN | Opcode.BINARY, length), PROTOCOL_ERROR, 3);
    }

    @Test
    void theLargestLengthIsTooBigBeforeTheKeyCame() {
      runner.runToFailure(head64(FIN | Opcode.BINARY, Long.MAX_VALUE), TOO_BIG, 10);
    }

    @Test
    void aLengthAboveFourGigabytesIsNotCutTo32Bits() {
      runner.runToFailure(head64(FIN | Opcode.BINARY, (1L << 32) + 5), TOO_BIG, 10);
    }
  }

  @Nested
  class Section51And53Masking {

    @ParameterizedTest
    @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.CLOSE, Opcode.PING, Opcode.PONG})
    void anUnmaskedFrameFailsAtItsSecondByte(int opcode) {
      runner.runToFailure(unmasked(FIN | opcode), PROTOCOL_ERROR, 2);
    }

    @Test
    void anUnmaskedContinuationFailsAtItsSecondByte() {
      byte[] begin = frame(Opcode.TEXT, utf8("a"));
      byte[] fixture = concat(begin, unmasked(FIN | Opcode.CONTINUATION, (byte) 'b'));
      runner.runToFailure(fixture, PROTOCOL_ERROR, begin.length + 2);
    }

    @Test
    void aKeyOfZerosIsAMask() {
      byte[] fixture = frame(FIN | Opcode.TEXT, utf8("plain"), 0);
      assertThat(runner.run(fixture)).containsExactly(Event.text("plain"));
    }

    @Test
    void eachFrameHasItsOwnKey() {
      byte[] fixture =
          concat(
              frame(Opcode.TEXT, utf8("ab"), 0x01020304),
              frame(FIN | Opcode.PING, utf8("p"), 0xFFFFFFFF),
              frame(FIN | Opcode.CONTINUATION, utf8("cde"), 0x80000001));
      assertThat(runner.run(fixture)).containsExactly(Event.ping(utf8("p")), Event.text("abcde"));
    }
  }

  @Nested
  class Section54Fragmentation {

    @Test
    void aContinuationWithoutAMessageFailsAtItsFirstByte() {
      runner.runToFailure(frame(FIN | Opcode.CONTINUATION, utf8("a")), PROTOCOL_ERROR, 1);
    }

    @Test
    void aContinuationBehindACompleteMessageFailsAtItsFirstByte() {
      byte[] message = text("done");
      byte[] fixture = concat(message, frame(Opcode.CONTINUATION, utf8("a")));
      runner.runToFailure(fixture, PROTOCOL_ERROR, message.length + 1);
    }

    @Test
    void aContinuationBehindAFragmentedMessageFailsAtItsFirstByte() {
      byte[] message =
          concat(frame(Opcode.TEXT, utf8("a")), frame(FIN | Opcode.CONTINUATION, utf8("b")));
      byte[] fixture = concat(message, frame(FIN | Opcode.CONTINUATION, utf8("c")));
      runner.runToFailure(fixture, PROTOCOL_ERROR, message.length + 1);
    }

    @Test
    void aPingBetweenMessagesDoesNotAllowAContinuation() {
      byte[] before = ping();
      byte[] fixture = concat(before, frame(FIN | Opcode.CONTINUATION, utf8("a")));
      runner.runToFailure(fixture, PROTOCOL_ERROR, before.length + 1);
    }

    @Test
    void aNewMessageInsideAnotherFailsAtItsFirstByteEvenBehindAPing() {
      byte[] before = concat(frame(Opcode.BINARY, utf8("a")), ping(utf8("p")));
      runner.runToFailure(concat(before, text("b")), PROTOCOL_ERROR, before.length + 1);
    }

    @Test
    void emptyFramesMakeAnEmptyMessage() {
      byte[] fixture =
          concat(
              frame(Opcode.BINARY, utf8("")),
              frame(Opcode.CONTINUATION, utf8("")),
              frame(FIN | Opcode.CONTINUATION, utf8("")));
      assertThat(runner.run(fixture)).containsExactly(Event.binary());
    }

    @Test
    void controlFramesStandBetweenFragmentsInTheirOrder() {
      byte[] fixture =
          concat(
              frame(Opcode.TEXT, utf8("one ")),
              ping(utf8("1")),
              ClientFrames.pong(utf8("2")),
              frame(Opcode.CONTINUATION, utf8("two ")),
              ping(utf8("3")),
              frame(FIN | Opcode.CONTINUATION, utf8("three")),
              text("next"));
      assertThat(runner.run(fixture))
          .containsExactly(
              Event.ping(utf8("1")),
              Event.pong(utf8("2")),
              Event.ping(utf8("3")),
              Event.text("one two three"),
              Event.text("next"));
    }

    @Test
    void aCloseInsideAMessageEndsItAndReleasesItsMemory() {
      ProtocolEngine engine = runner.newEngine();
      byte[] fixture =
          concat(frame(Opcode.TEXT, utf8("half")), ClientFrames.close(1001, ""), text("no"));
      assertThat(runner.run(fixture)).containsExactly(Event.close(1001, ""));
      engine.read(ByteBuffer.wrap(fixture), new Scratch());
      assertThat(engine.heldBytes()).isZero();
    }
  }

  @Nested
  class Section55ControlFrames {

    @ParameterizedTest
    @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
    void aLongControlFrameFailsAtItsSecondByte(int opcode) {
      runner.runToFailure(head(FIN | opcode, 126), PROTOCOL_ERROR, 2);
      runner.runToFailure(head(FIN | opcode, 70_000), PROTOCOL_ERROR, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 124, 125})
    void pingsAndPongsCarryUpTo125Bytes(int length) {
      byte[] payload = new byte[length];
      Arrays.fill(payload, (byte) 0xFE);
      assertThat(runner.run(concat(ping(payload), ClientFrames.pong(payload))))
          .containsExactly(Event.ping(payload), Event.pong(payload));
    }

    @Test
    void controlFramesAreNotBoundByTheLimitsOfMessages() {
      Limits one = Limits.builder().maxFrameSize(1).maxMessageSize(1).maxFragments(1).build();
      byte[] payload = new byte[125];
      assertThat(EngineRunner.of(version, one).run(ping(payload)))
          .containsExactly(Event.ping(payload));
    }
  }
}
