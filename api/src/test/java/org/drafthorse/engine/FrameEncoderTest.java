package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.engine.ServerFrames.Frame;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server writes. */
class FrameEncoderTest {

  private static final int[] SIZES = {
    0, 1, 2, 124, 125, 126, 127, 128, 250, 251, 252, 65534, 65535, 65536, 65537, 131_072, 200_000
  };

  private final FrameEncoder hybi = FrameEncoder.of(WireFormat.HYBI);
  private final FrameEncoder draft00 = FrameEncoder.of(WireFormat.DRAFT_00);

  @Nested
  class Section52BaseFraming {

    @ParameterizedTest
    @CsvSource({
      "0, 82 00",
      "125, 82 7D",
      "126, 82 7E 00 7E",
      "256, 82 7E 01 00",
      "65535, 82 7E FF FF",
      "65536, 82 7F 00 00 00 00 00 01 00 00",
      "2147483647, 82 7F 00 00 00 00 7F FF FF FF",
    })
    void theHeadHasTheShortestLength(int length, String head) {
      assertThat(ServerFrames.head(hybi, Opcode.BINARY, true, length)).isEqualTo(hex(head));
    }

    @Test
    void onlyTheLastFrameHasFin() {
      assertThat(ServerFrames.head(hybi, Opcode.TEXT, false, 3)).isEqualTo(hex("01 03"));
      assertThat(ServerFrames.head(hybi, Opcode.CONTINUATION, true, 2)).isEqualTo(hex("80 02"));
    }

    @Test
    void nothingStandsBehindThePayload() {
      assertThat(ServerFrames.tail(hybi)).isEmpty();
    }
  }

  @Nested
  class Section54Fragmentation {

    @Test
    void theMessageIsCutIntoFramesOfTheSizeAskedFor() {
      assertThat(ServerFrames.message(WireFormat.HYBI, Opcode.TEXT, utf8("Hello"), 3))
          .isEqualTo(concat(hex("01 03"), utf8("Hel"), hex("80 02"), utf8("lo")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 125, 126, 127, 65535, 65536, 100_000})
    void theLengthOnTheWireIsToldBefore(int frameSize) {
      for (int size : SIZES) {
        byte[] wire =
            ServerFrames.message(WireFormat.HYBI, Opcode.BINARY, new byte[size], frameSize);
        assertThat(hybi.encodedLength(size, frameSize))
            .as("%s bytes in frames of %s", size, frameSize)
            .isEqualTo(wire.length);
        List<Frame> frames = ServerFrames.decode(wire);
        assertThat(frames).hasSize(Math.max(1, (size + frameSize - 1) / frameSize));
        assertThat(ServerFrames.join(frames)).hasSize(size);
      }
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theLengthOfASingleFrameIsToldBefore(WireFormat format) {
      for (int size : SIZES) {
        byte[] wire = ServerFrames.message(format, Opcode.TEXT, new byte[size], 0);
        assertThat(FrameEncoder.of(format).encodedLength(size, 0)).isEqualTo(wire.length);
      }
    }

    @Test
    void lengthsNearTheLargestIntDoNotOverflow() {
      assertThat(hybi.encodedLength(Integer.MAX_VALUE, 0)).isEqualTo(Integer.MAX_VALUE + 10L);
      assertThat(hybi.encodedLength(Integer.MAX_VALUE, 1)).isEqualTo(3L * Integer.MAX_VALUE);
    }
  }

  @Nested
  class Section551Close {

    @Test
    void aStatusIsWrittenWithItsReason() {
      assertThat(hybi.close(CloseStatus.NORMAL)).isEqualTo(hex("88 02 03 E8"));
      assertThat(hybi.close(new CloseStatus(4999, "\u20AC")))
          .isEqualTo(hex("88 05 13 87 E2 82 AC"));
    }

    @Test
    void theLongestReasonMakesTheLongestControlFrame() {
      byte[] frame = hybi.close(new CloseStatus(1000, "x".repeat(123)));
      assertThat(frame).hasSize(2 + 125).startsWith(hex("88 7D 03 E8"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1004, 1005, 1006, 1015, 2999})
    void aStatusThatNeverTravelsIsAnEmptyFrame(int code) {
      assertThat(hybi.close(new CloseStatus(code, "not told"))).isEqualTo(hex("88 00"));
    }
  }

  @Nested
  class Draft00Section42 {

    @Test
    void textStandsBetweenZeroAndFf() {
      assertThat(ServerFrames.message(WireFormat.DRAFT_00, Opcode.TEXT, utf8("hi"), 0))
          .isEqualTo(hex("00 68 69 FF"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void aFrameSizeCannotBeAskedFor(int asked) {
      assertThat(draft00.frameSize(asked)).isZero();
      assertThat(draft00.encodedLength(5000, asked)).isEqualTo(5002);
    }

    @Test
    void closeHasNoStatus() {
      assertThat(draft00.close(new CloseStatus(1002, "why"))).isEqualTo(hex("FF 00"));
    }
  }
}
