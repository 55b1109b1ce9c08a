package org.drafthorse.runtime;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent, by whom and to whom, each receiver gets what was accepted for it, in order, and
 * nothing else. Random for as long as {@code -Dfuzz.seconds=} says; what fails is told with its
 * seed.
 */
class OutputPropertiesTest {

  private static final int SECONDS = Integer.getInteger("drafthorse.fuzz.seconds", 5);

  @Test
  void everyReceiverGetsWhatWasAcceptedInOrderAndNothingElse() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int runs = 0;
    do {
      run(System.nanoTime());
      runs++;
    } while (System.nanoTime() < end);
    System.out.println("mixtures of output: " + runs);
  }

  /** The threads of a mixture meet otherwise each time; its operations are the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aMixtureThatIsKnownIsDeliveredToo(long seed) throws Exception {
    run(seed);
  }

  private static void run(long seed) throws Exception {
    try {
      new OutputMixture(seed).run();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
