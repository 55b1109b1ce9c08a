package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeadTimeoutsTest {

  @Test
  void aTimeInWhichTheServerItselfDidNotRunCountsForNoClient() {
    long usual = Duration.ofMillis(260).toNanos();
    assertThat(HeadTimeouts.counted(usual)).isEqualTo(usual);
    assertThat(HeadTimeouts.counted(Duration.ofMinutes(1).toNanos()))
        .isEqualTo(Duration.ofMillis(500).toNanos());
  }
}
