package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuicknessTest {

  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONG = SHORT + 1;

  private final Quickness quickness = new Quickness();

  private void add(int count, long nanos) {
    for (int i = 0; i < count; i++) {
      quickness.add(nanos);
    }
  }

  @Test
  void isProvenByManyShortTurns() {
    add(63, SHORT);
    assertThat(quickness.isProven()).isFalse();
    add(1, SHORT);
    assertThat(quickness.isProven()).isTrue();
  }

  @Test
  void outlivesALongOneNowAndThen() {
    add(10_000, SHORT);
    for (int i = 0; i < 1000; i++) {
      add(1, LONG);
      assertThat(quickness.isProven()).isTrue();
      add(8, SHORT);
    }
  }

  @Test
  void isLostByAFewLongOnesInARowHoweverLongItWasThere() {
    add(1_000_000, SHORT);
    add(9, LONG);
    assertThat(quickness.isProven()).isFalse();
  }

  @Test
  void isLostWhereOneInFiveIsLong() {
    add(10_000, SHORT);
    for (int i = 0; i < 100; i++) {
      add(1, LONG);
      add(4, SHORT);
    }
    assertThat(quickness.isProven()).isFalse();
  }

  @Test
  void comesBackHoweverManyLongOnesThereWere() {
    add(1_000_000, LONG);
    add(64, SHORT);
    assertThat(quickness.isProven()).isTrue();
  }
}
