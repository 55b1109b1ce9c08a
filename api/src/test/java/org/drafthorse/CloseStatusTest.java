package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseStatusTest {

  @Nested
  class Section74StatusCodes {

    @Test
    void theCodesThatAServerMaySend() {
      for (int code = 1000; code <= 4999; code++) {
        boolean sendable =
            switch (code) {
              case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014 -> true;
              default -> code >= 3000;
            };
        assertThat(CloseStatus.of(code).isSendable()).as("%s", code).isEqualTo(sendable);
        assertThat(CloseStatus.isOnTheWire(code))
            .as("%s", code)
            .isEqualTo(sendable || code == 1010);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 999, 5000, 65535, 65536 + 1000})
    void aCodeOutsideTheRangeIsTheProgrammersMistake(int code) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CloseStatus.of(code))
          .withMessageContaining(String.valueOf(code));
      assertThat(CloseStatus.isOnTheWire(code)).isFalse();
    }
  }

  @Nested
  class Section551Reason {

    @Test
    void mayHave123BytesOfUtf8() {
      assertThat(new CloseStatus(1000, "x".repeat(123)).reason()).hasSize(123);
      assertThat(new CloseStatus(1000, "\u20AC".repeat(41)).reason()).hasSize(41);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CloseStatus(1000, "x".repeat(124)))
          .withMessageContaining("124");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CloseStatus(1000, "\u20AC".repeat(41) + "x"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CloseStatus.NORMAL.because("\uD83D\uDE00".repeat(31)));
    }

    @Test
    void isNeverNull() {
      assertThatNullPointerException().isThrownBy(() -> new CloseStatus(1000, null));
    }
  }

  @Test
  void showsCodeAndReason() {
    assertThat(CloseStatus.NORMAL).hasToString("1000");
    assertThat(CloseStatus.NORMAL.because("done")).hasToString("1000 done");
    assertThat(CloseStatus.GOING_AWAY.because("x").code()).isEqualTo(1001);
  }
}
