package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Test;

/**
 * The time for a header grows with its length and not with its square. Compared is the processor
 * time for two sizes, 64 times apart; the best of several runs each, so that a busy machine makes
 * no difference.
 */
class LargeHeadersTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int SMALL = 8 * 1024;
  private static final int FACTOR = 64;

  /** Far above 64 for what a cache or a collector may add, far below the square's 4,096. */
  private static final int GENEROUS = 640;

  private static long best(Requests request) {
    RequestHead head = request.head();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 7; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      OpeningHandshake.Outcome outcome = OpeningHandshake.read(head, ProtocolVersion.defaults());
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
      assertThat(outcome).isNotNull();
    }
    return best;
  }

  private static void assertLinear(String name, IntFunction<String> ofLength) {
    Requests small = Requests.of(ProtocolVersion.V13).with(name, ofLength.apply(SMALL));
    Requests large = Requests.of(ProtocolVersion.V13).with(name, ofLength.apply(FACTOR * SMALL));
    best(small);
    best(large);
    assertThat((double) best(large) / best(small)).as(name).isLessThan(GENEROUS);
  }

  private static String differentTokens(int length) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < length / 6; i++) {
      tokens.add(String.format(Locale.ROOT, "%05x", i));
    }
    return String.join(",", tokens);
  }

  @Test
  void manyDifferentSubprotocols() {
    assertThat(differentTokens(SMALL)).hasSizeGreaterThan(SMALL / 2);
    assertLinear("Sec-WebSocket-Protocol", LargeHeadersTest::differentTokens);
  }

  @Test
  void manyTokensThatAreNotUpgrade() {
    assertLinear("Connection", LargeHeadersTest::differentTokens);
    assertLinear("Upgrade", LargeHeadersTest::differentTokens);
  }

  @Test
  void commasAndSpaces() {
    for (String each : List.of(",", " ", ", ", ",x")) {
      assertLinear("Connection", length -> each.repeat(length / each.length()));
      assertLinear("Sec-WebSocket-Protocol", length -> each.repeat(length / each.length()));
      assertLinear("Sec-WebSocket-Key", length -> each.repeat(length / each.length()));
    }
  }

  @Test
  void aHeaderOf32KilobytesIsRead() {
    Requests request =
        Requests.of(ProtocolVersion.V13).with("Sec-WebSocket-Protocol", differentTokens(32 * 1024));
    assertThat(request.accepted().subprotocols()).hasSize(32 * 1024 / 6);
  }
}
