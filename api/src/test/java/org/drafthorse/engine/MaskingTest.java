package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 6455, section 5.3, against the RFC's own wording. */
class MaskingTest {

  private static final int KEY = 0x81FE0377;

  @Nested
  class Section53ClientToServerMasking {

    @Test
    void allPhasesLengthsAndOffsetsInHeapAndDirectBuffers() {
      Random random = new Random(53);
      List<String> wrong = new ArrayList<>();
      for (int length = 0; length <= 40; length++) {
        byte[] plain = new byte[length + 7];
        random.nextBytes(plain);
        byte[] masked = ClientFrames.mask(plain, KEY);
        for (int phase = 0; phase <= 7; phase++) {
          for (int offset = 0; offset <= 9; offset++) {
            for (boolean direct : new boolean[] {false, true}) {
              for (boolean text : new boolean[] {false, true}) {
                if (!comesBack(plain, masked, length, phase, offset, direct, text)) {
                  wrong.add(length + " at phase " + phase + ", offset " + offset);
                }
              }
            }
          }
        }
      }
      assertThat(wrong).isEmpty();
    }

    /** Unmasks a slice of a payload, and looks that nothing beside it was written or read. */
    private boolean comesBack(
        byte[] plain,
        byte[] masked,
        int length,
        int phase,
        int offset,
        boolean direct,
        boolean text) {
      ByteBuffer in =
          direct ? ByteBuffer.allocateDirect(offset + 64) : ByteBuffer.allocate(offset + 64);
      in.position(offset).put(masked, phase, length).flip().position(offset);
      byte[] to = new byte[offset + length + 3];
      Arrays.fill(to, (byte) 0x55);
      boolean seesAscii = true;
      if (text) {
        boolean ascii = Masking.unmaskText(in, to, offset, length, KEY, phase);
        seesAscii = ascii == isAscii(plain, phase, length);
      } else {
        Masking.unmask(in, to, offset, length, KEY, phase);
      }
      byte[] expected = to.clone();
      Arrays.fill(expected, (byte) 0x55);
      System.arraycopy(plain, phase, expected, offset, length);
      return Arrays.equals(to, expected) && !in.hasRemaining() && seesAscii;
    }

    private boolean isAscii(byte[] bytes, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (bytes[i] < 0) {
          return false;
        }
      }
      return true;
    }

    @Test
    void aPhaseBeyondAMebibyteIsTakenModuloFour() {
      byte[] plain = ClientFrames.utf8("phase");
      for (int phase : new int[] {1 << 20, (1 << 20) + 1, (1 << 24) + 2, Integer.MAX_VALUE}) {
        byte[] whole = ClientFrames.concat(new byte[phase & 3], plain);
        byte[] masked = ClientFrames.mask(whole, KEY);
        ByteBuffer in = ByteBuffer.wrap(masked, phase & 3, plain.length);
        byte[] to = new byte[plain.length];
        Masking.unmask(in, to, 0, plain.length, KEY, phase);
        assertThat(to).isEqualTo(plain);
      }
    }
  }

  @Test
  void oneByteAboveAsciiIsSeenAtEveryPlace() {
    for (int length = 1; length <= 24; length++) {
      for (int at = 0; at < length; at++) {
        byte[] plain = new byte[length];
        plain[at] = (byte) 0x80;
        ByteBuffer in = ByteBuffer.wrap(ClientFrames.mask(plain, KEY));
        assertThat(Masking.unmaskText(in, new byte[length], 0, length, KEY, 0)).isFalse();
      }
      ByteBuffer in = ByteBuffer.wrap(ClientFrames.mask(new byte[length], KEY));
      assertThat(Masking.unmaskText(in, new byte[length], 0, length, KEY, 0)).isTrue();
    }
  }
}
