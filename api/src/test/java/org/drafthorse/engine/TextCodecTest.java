package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.drafthorse.Nullable;
import org.junit.jupiter.api.Test;

/** What decodes whole texts and encodes them, beside the platform's. */
class TextCodecTest {

  private static final int[] BORDERS = {
    0, 'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF
  };

  private final Random random = new Random(11);
  private final TextEncoder encoder = new TextEncoder();

  private static @Nullable String decode(byte[] utf8) {
    return Utf8Validator.decode(utf8, utf8.length);
  }

  private byte[] encode(String text) {
    ByteBuffer utf8 = encoder.begin(text);
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    encoder.end(utf8);
    return bytes;
  }

  private String text(int points) {
    StringBuilder text = new StringBuilder();
    int ascii = random.nextInt(5);
    for (int i = 0; i < points; i++) {
      text.appendCodePoint(
          random.nextInt(5) < ascii ? 'x' : BORDERS[random.nextInt(BORDERS.length)]);
    }
    return text.toString();
  }

  @Test
  void allCodePointsComeThrough() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String text = Character.toString(point);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(decode(utf8)).isEqualTo(text);
        assertThat(encode(text)).isEqualTo(utf8);
      }
    }
  }

  @Test
  void textsOfAllLengthsComeThrough() {
    for (int length = 0; length < 400; length++) {
      String text = text(length);
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      assertThat(decode(utf8)).isEqualTo(text);
      assertThat(encode(text)).isEqualTo(utf8);
    }
  }

  @Test
  void longTextsComeThrough() {
    for (int length : new int[] {60_000, 65_536, 65_537, 200_000}) {
      String text = text(length);
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      assertThat(decode(utf8)).isEqualTo(text);
      assertThat(encode(text)).isEqualTo(utf8);
    }
  }

  @Test
  void allShortSequencesAreJudgedAsTheValidatorDoes() {
    byte[] utf8 = new byte[3];
    for (int i = 0; i < 1 << 24; i += i < 1 << 16 ? 1 : 7) {
      utf8[0] = (byte) i;
      utf8[1] = (byte) (i >> 8);
      utf8[2] = (byte) (i >> 16);
      if ((decode(utf8) != null) != Utf8Validator.isValid(utf8, utf8.length)) {
        throw new AssertionError(Integer.toHexString(i));
      }
    }
  }

  @Test
  void damagedTextsAreJudgedAsTheValidatorDoes() {
    for (int i = 0; i < 200_000; i++) {
      byte[] utf8 = text(1 + random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
      for (int damage = random.nextInt(3); damage > 0; damage--) {
        utf8[random.nextInt(utf8.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(utf8, random.nextInt(utf8.length + 1));
      boolean valid = Utf8Validator.isValid(cut, cut.length);
      assertThat(decode(cut)).isEqualTo(valid ? new String(cut, StandardCharsets.UTF_8) : null);
    }
  }

  @Test
  void halfAPairIsAQuestionMark() {
    for (String text : new String[] {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "é\uD83D"}) {
      assertThat(encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aTextInsideAnotherHasRoomOfItsOwn() {
    ByteBuffer outer = encoder.begin("outer");
    ByteBuffer inner = encoder.begin("inner");
    encoder.end(inner);
    assertThat(StandardCharsets.UTF_8.decode(encoder.begin("third")).toString()).isEqualTo("third");
    assertThat(StandardCharsets.UTF_8.decode(outer).toString()).isEqualTo("outer");
  }
}
