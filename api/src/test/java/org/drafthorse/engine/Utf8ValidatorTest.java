package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 3629, against the strict decoder of the JDK. */
class Utf8ValidatorTest {

  private final List<String> wrong = new ArrayList<>();

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Whole, and in two pieces at every point. */
  private static boolean accepts(byte[] bytes, int cut) {
    Utf8Validator validator = new Utf8Validator();
    return validator.accept(bytes, 0, cut)
        && validator.accept(bytes, cut, bytes.length)
        && validator.isComplete();
  }

  private void compare(byte... bytes) {
    boolean expected = jdkAccepts(bytes);
    boolean same = Utf8Validator.isValid(bytes, bytes.length) == expected;
    for (int cut = 0; cut <= bytes.length; cut++) {
      same &= accepts(bytes, cut) == expected;
    }
    if (!same) {
      wrong.add(HexFormat.of().formatHex(bytes));
    }
  }

  private void assertAllAgreed() {
    assertThat(wrong).isEmpty();
  }

  @Nested
  class Section3Definition {

    @Test
    void allSequencesOfOneAndTwoBytesAreJudgedAsTheJdkDoes() {
      for (int a = 0; a < 256; a++) {
        compare((byte) a);
        for (int b = 0; b < 256; b++) {
          compare((byte) a, (byte) b);
        }
      }
      assertAllAgreed();
    }

    @Test
    void sequencesOfThreeBytesAreJudgedAsTheJdkDoes() {
      int[] thirds = {0x00, 0x7F, 0x80, 0x81, 0xBE, 0xBF, 0xC0, 0xE0, 0xFF};
      for (int lead = 0xDF; lead <= 0xF0; lead++) {
        for (int second = 0; second < 256; second++) {
          for (int third : thirds) {
            compare((byte) lead, (byte) second, (byte) third);
          }
        }
      }
      assertAllAgreed();
    }

    @Test
    void sequencesOfFourBytesAreJudgedAsTheJdkDoes() {
      int[] edges = {0x7F, 0x80, 0x8F, 0x90, 0xBF, 0xC0};
      for (int lead = 0xEF; lead <= 0xF8; lead++) {
        for (int second = 0; second < 256; second++) {
          for (int third : edges) {
            for (int fourth : edges) {
              compare((byte) lead, (byte) second, (byte) third, (byte) fourth);
            }
          }
        }
      }
      assertAllAgreed();
    }

    @Test
    void randomSequencesAreJudgedAsTheJdkDoes() {
      Random random = new Random(3629);
      for (int i = 0; i < 60_000; i++) {
        byte[] bytes = new byte[4 + random.nextInt(9)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (0xE0 | bytes[0]);
        for (int k = 1; k < bytes.length; k++) {
          bytes[k] = random.nextInt(8) == 0 ? bytes[k] : (byte) (0x80 | (bytes[k] & 0x3F));
        }
        compare(Arrays.copyOf(bytes, 4));
        compare(bytes);
      }
      assertAllAgreed();
    }

    @Test
    void everyCodePointIsValidButSurrogates() {
      byte[] bytes = new byte[4];
      for (int point = 0; point <= 0x10FFFF; point++) {
        int length = encode(point, bytes);
        boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (Utf8Validator.isValid(bytes, length) == surrogate) {
          wrong.add(Integer.toHexString(point));
        }
      }
      assertAllAgreed();
    }

    @Test
    void codePointsAboveTheLastAreNot() {
      byte[] bytes = new byte[4];
      for (int point = 0x110000; point < 0x200000; point += 0x3F) {
        assertThat(Utf8Validator.isValid(bytes, encode(point, bytes))).isFalse();
      }
    }

    /** The bit pattern of the section's table, for surrogates too. */
    private int encode(int point, byte[] to) {
      if (point < 0x80) {
        to[0] = (byte) point;
        return 1;
      }
      int length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      int rest = point;
      for (int i = length - 1; i > 0; i--) {
        to[i] = (byte) (0x80 | (rest & 0x3F));
        rest >>= 6;
      }
      to[0] = (byte) ((0xF00 >> length) | rest);
      return length;
    }
  }

  @Nested
  class FastPathForAscii {

    @Test
    void oneBadByteIsFoundAtEveryPlaceAmongAscii() {
      for (int length = 1; length <= 40; length++) {
        for (int at = 0; at < length; at++) {
          byte[] bytes = new byte[length];
          Arrays.fill(bytes, (byte) 'a');
          bytes[at] = (byte) 0x80;
          assertThat(Utf8Validator.isValid(bytes, length)).as("%s of %s", at, length).isFalse();
        }
      }
    }

    @Test
    void bytesOutsideTheRangeAreNotLookedAt() {
      byte[] bytes = new byte[40];
      for (int from = 1; from < 20; from++) {
        for (int to = from; to < 39; to++) {
          Arrays.fill(bytes, (byte) 0xFF);
          Arrays.fill(bytes, from, to, (byte) 'a');
          assertThat(new Utf8Validator().accept(bytes, from, to)).isTrue();
        }
      }
    }
  }

  @Test
  void aBufferIsReadFromItsPositionAndNotMoved() {
    byte[] bytes = ClientFrames.concat(new byte[] {-1}, ClientFrames.utf8("é€😀"), new byte[] {-1});
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 2);
    assertThat(Utf8Validator.isValid(buffer)).isTrue();
    assertThat(buffer.position()).isEqualTo(1);
    assertThat(Utf8Validator.isValid(ByteBuffer.wrap(bytes))).isFalse();
  }
}
