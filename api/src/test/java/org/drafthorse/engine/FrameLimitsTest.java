package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.head;
import static org.drafthorse.engine.ClientFrames.ping;
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
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, sections 7.4.1 (1009) and 10.4: sizes are checked before memory is taken. */
@ParameterizedClass
@EnumSource(names = {"V13", "V8", "V7"})
class FrameLimitsTest {

  private static final int TOO_BIG = 1009;
  private static final int HEAD = 6;
  private static final int LONG_HEAD = 8;

  @Parameter ProtocolVersion version;

  private EngineRunner limited(int frame, int message, int fragments) {
    Limits limits =
        Limits.builder()
            .maxFrameSize(frame)
            .maxMessageSize(message)
            .maxFragments(fragments)
            .build();
    return EngineRunner.of(version, limits);
  }

  @Nested
  class MaxFrameSize {

    @ParameterizedTest
    @ValueSource(ints = {99, 100})
    void aFrameUpToTheLimitArrives(int length) {
      byte[] payload = new byte[length];
      assertThat(limited(100, 1000, 9).run(frame(FIN | Opcode.BINARY, payload)))
          .containsExactly(Event.binary(payload));
    }

    @Test
    void oneByteMoreFailsAtTheLengthAndNotAfterTheKey() {
      limited(100, 1000, 9).runToFailure(head(FIN | Opcode.BINARY, 101), TOO_BIG, 2);
      limited(200, 1000, 9).runToFailure(head(FIN | Opcode.BINARY, 201), TOO_BIG, 4);
      limited(70_000, 99_000, 9).runToFailure(head(FIN | Opcode.BINARY, 70_001), TOO_BIG, 10);
    }

    @Test
    void laterFragmentsAreBoundAsWell() {
      byte[] begin = frame(Opcode.TEXT, utf8("a"));
      byte[] fixture = concat(begin, head(Opcode.CONTINUATION, 101));
      limited(100, 1000, 9).runToFailure(fixture, TOO_BIG, begin.length + 2);
    }
  }

  @Nested
  class MaxMessageSize {

    @Test
    void aSingleFrameIsBound() {
      EngineRunner runner = limited(1000, 100, 9);
      byte[] payload = new byte[100];
      assertThat(runner.run(frame(FIN | Opcode.BINARY, payload)))
          .containsExactly(Event.binary(payload));
      runner.runToFailure(head(FIN | Opcode.BINARY, 101), TOO_BIG, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {39, 40})
    void fragmentsUpToTheLimitArrive(int last) {
      byte[] fixture =
          concat(
              frame(Opcode.BINARY, new byte[60]),
              ping(new byte[100]),
              frame(FIN | Opcode.CONTINUATION, new byte[last]));
      assertThat(limited(1000, 100, 9).run(fixture))
          .containsExactly(Event.ping(new byte[100]), Event.binary(new byte[60 + last]));
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.CONTINUATION, FIN | Opcode.CONTINUATION})
    void theFragmentThatGoesBeyondFailsAtItsLength(int first) {
      byte[] begin = concat(frame(Opcode.BINARY, new byte[60]), ping(new byte[100]));
      byte[] fixture = concat(begin, head(first, 41));
      limited(1000, 100, 9).runToFailure(fixture, TOO_BIG, begin.length + 2);
    }

    @Test
    void eachMessageIsCountedAnew() {
      byte[] message =
          concat(
              frame(Opcode.BINARY, new byte[60]), frame(FIN | Opcode.CONTINUATION, new byte[40]));
      byte[] whole = frame(FIN | Opcode.BINARY, new byte[100]);
      assertThat(limited(1000, 100, 9).run(concat(message, whole, message)))
          .containsExactly(
              Event.binary(new byte[100]),
              Event.binary(new byte[100]),
              Event.binary(new byte[100]));
    }
  }

  @Nested
  class MaxFragments {

    private byte[] message(int frames) {
      List<byte[]> all = new ArrayList<>();
      all.add(frame(frames == 1 ? FIN | Opcode.TEXT : Opcode.TEXT, utf8("")));
      for (int i = 2; i <= frames; i++) {
        all.add(frame((i == frames ? FIN : 0) | Opcode.CONTINUATION, utf8("")));
      }
      return concat(all.toArray(byte[][]::new));
    }

    @Test
    void asManyAsTheLimitArriveTimeAndAgain() {
      byte[] fixture = concat(message(4), message(1), ping(), message(4));
      assertThat(limited(10, 10, 4).run(fixture))
          .containsExactly(Event.text(""), Event.text(""), Event.ping(), Event.text(""));
    }

    @Test
    void oneMoreFailsEvenIfAllAreEmpty() {
      limited(10, 10, 4).runToFailure(message(5), TOO_BIG, 5 * HEAD);
      limited(10, 10, 1).runToFailure(message(2), TOO_BIG, 2 * HEAD);
    }

    @Test
    void controlFramesAreNotCounted() {
      byte[] fixture =
          concat(
              frame(Opcode.TEXT, utf8("a")),
              ping(),
              ping(),
              ping(),
              frame(FIN | Opcode.CONTINUATION, utf8("b")));
      assertThat(limited(10, 10, 2).run(fixture)).contains(Event.text("ab"));
    }
  }

  @Nested
  class Memory {

    private static final int MIB = 1024 * 1024;

    private final EngineRunner runner = limited(16 * MIB, 16 * MIB, 9);

    private int heldAfter(byte[] fixture) {
      ProtocolEngine engine = runner.newEngine();
      engine.read(ByteBuffer.wrap(fixture), new Scratch());
      return engine.heldBytes();
    }

    @Test
    void aDeclaredLengthTakesNone() {
      assertThat(heldAfter(head(FIN | Opcode.BINARY, 16 * MIB))).isZero();
    }

    @Test
    void aFewBytesOfALargeFrameTakeLittle() {
      byte[] fixture = concat(head(FIN | Opcode.TEXT, 16 * MIB), new byte[1]);
      assertThat(heldAfter(fixture)).isBetween(1, 1024);
    }

    @Test
    void aSmallFrameInPiecesTakesNoMoreThanItsLength() {
      assertThat(heldAfter(concat(head(FIN | Opcode.BINARY, 200), new byte[1]))).isEqualTo(200);
    }

    @Test
    void aThousandFramesOfOneByteTakeNoMoreThanTheirBytes() {
      byte[][] frames = new byte[1000][];
      Arrays.fill(frames, frame(Opcode.CONTINUATION, new byte[1]));
      frames[0] = frame(Opcode.BINARY, new byte[1]);
      EngineRunner most = limited(16 * MIB, 16 * MIB, 1000);
      ProtocolEngine engine = most.newEngine();
      engine.read(ByteBuffer.wrap(concat(frames)), new Scratch());
      assertThat(engine.heldBytes()).isBetween(1000, 2048);
    }

    @Test
    void whatArrivedIsCounted() {
      byte[] fixture = concat(head(FIN | Opcode.BINARY, 16 * MIB), new byte[MIB]);
      assertThat(heldAfter(fixture)).isBetween(MIB, 4 * MIB);
    }

    @Test
    void aCompleteMessageLeavesNone() {
      byte[] begin = frame(Opcode.TEXT, new byte[500]);
      assertThat(heldAfter(begin)).isGreaterThanOrEqualTo(500);
      assertThat(heldAfter(concat(begin, frame(FIN | Opcode.CONTINUATION, new byte[9])))).isZero();
    }

    @Test
    void aFailureLeavesNone() {
      byte[] begin = frame(Opcode.TEXT, new byte[500]);
      assertThat(heldAfter(concat(begin, new byte[] {(byte) 0xFF}))).isZero();
    }

    @Test
    void theLengthOfTheHeadIsAsTheTestsCountIt() {
      assertThat(head(FIN | Opcode.BINARY, 1)).hasSize(HEAD);
      assertThat(head(FIN | Opcode.BINARY, 126)).hasSize(LONG_HEAD);
    }
  }
}
