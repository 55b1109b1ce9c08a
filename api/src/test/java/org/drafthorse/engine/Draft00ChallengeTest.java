package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** draft-hixie-thewebsocketprotocol-76: the keys and the digest, by its own examples. */
class Draft00ChallengeTest {

  private static String answer(String key1, String key2, String key3) {
    long number1 = Draft00Challenge.keyNumber(key1);
    long number2 = Draft00Challenge.keyNumber(key2);
    byte[] numbers = Draft00Challenge.numbers(number1, number2);
    return new String(Draft00Challenge.answer(numbers, utf8(key3)), StandardCharsets.ISO_8859_1);
  }

  @Nested
  class Section12ProtocolOverview {

    @Test
    void theExampleIsAnsweredAsThere() {
      assertThat(answer("4 @1  46546xW%0l 1 5", "12998 5 Y3 1  .P00", "^n:ds[4U"))
          .isEqualTo("8jKS'y:G*Co,Wxa-");
    }
  }

  @Nested
  class Section13OpeningHandshake {

    private static final String KEY1 = "18x 6]8vM;54 *(5:  {   U1]8  z [  8";
    private static final String KEY2 = "1_ tx7X d  <  nw  334J702) 7]o}` 0";

    @Test
    void theNumbersAreDigitsDividedBySpaces() {
      assertThat(Draft00Challenge.keyNumber(KEY1)).isEqualTo(155_712_099);
      assertThat(Draft00Challenge.keyNumber(KEY2)).isEqualTo(173_347_027);
    }

    @Test
    void theExampleIsAnsweredAsThere() {
      assertThat(answer(KEY1, KEY2, "Tm[K T2u")).isEqualTo("fQJ,fN/4F4!~K~MH");
    }
  }

  @Nested
  class Section52SendingTheOpeningHandshake {

    @Test
    void theNumbersAreThoseOfTheExample() {
      assertThat(Draft00Challenge.keyNumber(Requests.KEY1)).isEqualTo(906_585_445);
      assertThat(Draft00Challenge.keyNumber(Requests.KEY2)).isEqualTo(179_922_739);
      assertThat(Draft00Challenge.numbers(906_585_445, 179_922_739))
          .isEqualTo(hex("36 09 65 65 0A B9 67 33"));
    }

    @Test
    void theDigestIsThatOfTheExample() {
      byte[] numbers = hex("36 09 65 65 0A B9 67 33");
      assertThat(Draft00Challenge.answer(numbers, hex("57 6A 4E 7D 7C 4D 28 36")))
          .isEqualTo(hex("6E 60 39 65 42 6B 39 7A 24 52 38 70 4F 74 56 62"));
    }

    @Test
    void theLargestNumberIsUnsigned() {
      assertThat(Draft00Challenge.keyNumber("4294967295 ")).isEqualTo(0xFFFFFFFFL);
      assertThat(Draft00Challenge.numbers(0xFFFFFFFFL, 1)).isEqualTo(hex("FFFFFFFF 00000001"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "12",
          "no digits",
          "1 2 4 ",
          "4294967296 ",
          "99999999999999999999999 ",
          "\u0661 "
        })
    void aKeyThatHidesNoNumberIsTold(String key) {
      assertThat(Draft00Challenge.keyNumber(key)).isEqualTo(-1);
    }

    @Test
    void onlySpacesAreSpaces() {
      assertThat(Draft00Challenge.keyNumber("1\t2")).isEqualTo(-1);
      assertThat(Draft00Challenge.keyNumber("\t1\u00A02 ")).isEqualTo(12);
    }
  }
}
