package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final Map<
          String,
          Map.Entry<BiFunction<Limits.Builder, Integer, Limits.Builder>, ToIntFunction<Limits>>>
      COUNTS =
          Map.of(
              "maxFrameSize", Map.entry(Limits.Builder::maxFrameSize, Limits::maxFrameSize),
              "maxMessageSize", Map.entry(Limits.Builder::maxMessageSize, Limits::maxMessageSize),
              "maxFragments", Map.entry(Limits.Builder::maxFragments, Limits::maxFragments),
              "maxClients", Map.entry(Limits.Builder::maxClients, Limits::maxClients),
              "maxPendingMessages",
                  Map.entry(Limits.Builder::maxPendingMessages, Limits::maxPendingMessages),
              "maxPendingTasks",
                  Map.entry(Limits.Builder::maxPendingTasks, Limits::maxPendingTasks),
              "maxPendingBytes",
                  Map.entry(Limits.Builder::maxPendingBytes, Limits::maxPendingBytes),
              "maxQueuedBytes",
                  Map.entry((b, value) -> b.maxQueuedBytes(value), l -> (int) l.maxQueuedBytes()));

  private static final Map<
          String,
          Map.Entry<
              BiFunction<Limits.Builder, Duration, Limits.Builder>, Function<Limits, Duration>>>
      TIMES =
          Map.of(
              "handshakeTimeout",
                  Map.entry(Limits.Builder::handshakeTimeout, Limits::handshakeTimeout),
              "closeTimeout", Map.entry(Limits.Builder::closeTimeout, Limits::closeTimeout),
              "writeTimeout", Map.entry(Limits.Builder::writeTimeout, Limits::writeTimeout),
              "pingInterval", Map.entry(Limits.Builder::pingInterval, Limits::pingInterval),
              "idleTimeout", Map.entry(Limits.Builder::idleTimeout, Limits::idleTimeout),
              "draft00IdleTimeout",
                  Map.entry(Limits.Builder::draft00IdleTimeout, Limits::draft00IdleTimeout));

  private static void refuses(String name, Supplier<?> setting) {
    assertThatIllegalArgumentException().isThrownBy(setting::get).withMessageContaining(name);
  }

  @Test
  void theDefaultsAreThoseOfTheTable() {
    Limits limits = Limits.defaults();
    assertThat(limits.maxFrameSize()).isEqualTo(65_536);
    assertThat(limits.maxMessageSize()).isEqualTo(65_536);
    assertThat(limits.maxFragments()).isEqualTo(1024);
    assertThat(limits.maxClients()).isEqualTo(Integer.MAX_VALUE);
    assertThat(limits.maxPendingMessages()).isEqualTo(256);
    assertThat(limits.maxPendingTasks()).isEqualTo(10_000);
    assertThat(limits.maxPendingBytes()).isEqualTo(262_144);
    assertThat(limits.maxQueuedBytes()).isEqualTo(1_048_576);
    assertThat(limits.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(limits.writeTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(limits.pingInterval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(limits.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(limits.draft00IdleTimeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void eachCountIsKeptFromOneOnAndRefusedBelow() {
    COUNTS.forEach(
        (name, limit) -> {
          for (int value : new int[] {1, 77, Integer.MAX_VALUE}) {
            Limits limits = limit.getKey().apply(Limits.builder(), value).build();
            assertThat(limit.getValue().applyAsInt(limits)).as(name).isEqualTo(value);
          }
          refuses(name, () -> limit.getKey().apply(Limits.builder(), 0));
          refuses(name, () -> limit.getKey().apply(Limits.builder(), -1));
        });
  }

  @Test
  void eachTimeIsKeptAndRefusedIfNegative() {
    BiConsumer<Limits.Builder, String> noConflict =
        (builder, name) -> {
          if (name.equals("idleTimeout")) {
            builder.pingInterval(Duration.ZERO);
          }
        };
    TIMES.forEach(
        (name, limit) -> {
          Limits.Builder builder = Limits.builder();
          noConflict.accept(builder, name);
          Limits limits = limit.getKey().apply(builder, Duration.ofMillis(1)).build();
          assertThat(limit.getValue().apply(limits)).as(name).isEqualTo(Duration.ofMillis(1));
          refuses(name, () -> limit.getKey().apply(Limits.builder(), Duration.ofNanos(-1)));
        });
  }

  @Test
  void zeroSwitchesATimeOffWhereTheServerCanDoWithoutIt() {
    TIMES.forEach(
        (name, limit) -> {
          if (name.equals("handshakeTimeout") || name.equals("closeTimeout")) {
            refuses(name, () -> limit.getKey().apply(Limits.builder(), Duration.ZERO));
          } else {
            Limits limits = limit.getKey().apply(Limits.builder(), Duration.ZERO).build();
            assertThat(limit.getValue().apply(limits)).as(name).isZero();
          }
        });
  }

  @Test
  void theOutputQueueTakesTwoMessagesUnlessSaidOtherwise() {
    int large = 16 * 1024 * 1024;
    assertThat(Limits.builder().maxMessageSize(large).build().maxQueuedBytes())
        .isGreaterThanOrEqualTo(2L * large);
    assertThat(Limits.builder().maxMessageSize(Integer.MAX_VALUE).build().maxQueuedBytes())
        .isGreaterThanOrEqualTo(2L * Integer.MAX_VALUE);
    assertThat(Limits.builder().maxMessageSize(large).maxQueuedBytes(5).build().maxQueuedBytes())
        .isEqualTo(5);
  }

  @Test
  void aPingThatWouldComeTooLateIsRefused() {
    Duration second = Duration.ofSeconds(1);
    Limits.Builder same = Limits.builder().pingInterval(second).idleTimeout(second);
    refuses("pingInterval", same::build);
    same.idleTimeout(second.plusNanos(1)).build();
    same.idleTimeout(Duration.ZERO).build();
    same.idleTimeout(second).pingInterval(Duration.ZERO).build();
  }
}
