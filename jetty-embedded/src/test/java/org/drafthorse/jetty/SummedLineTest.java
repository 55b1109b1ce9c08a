package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.drafthorse.wire.LogTrap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SummedLineTest {

  private final System.Logger logger = System.getLogger("summed");
  private final LogTrap log = new LogTrap();
  private final SummedLine line = new SummedLine(System.Logger.Level.WARNING, "horses");

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void theFirstIsSaidAtOnceAndThoseOfTheNextTenSecondsTogether() {
    tell(3, 0);
    assertThat(log.lines()).containsExactly("horses: 3");
    tell(1, 1);
    tell(2, 9);
    tell(0, 9);
    assertThat(log.lines()).containsExactly("horses: 3");
    tell(4, 10);
    assertThat(log.lines()).containsExactly("horses: 3", "horses: 7");
  }

  @Test
  void ofNothingThereIsNoLine() {
    tell(0, 0);
    tell(0, 20);
    assertThat(log.lines()).isEmpty();
    tell(1, 21);
    assertThat(log.lines()).containsExactly("horses: 1");
  }

  private void tell(long more, long seconds) {
    line.add(more);
    line.tell(logger, TimeUnit.SECONDS.toNanos(seconds));
  }
}
