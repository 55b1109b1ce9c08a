package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients sent whose connection ends before it was handled: of some it is still handled. */
@Timeout(60)
class LostClientsTest {

  /** How a client ends that is in no hurry, or gone. */
  @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
  private enum End {
    CLOSED(true, (s, c) -> c.close(1000)),
    CLOSED_AND_RESET(true, (s, c) -> c.close(1000).reset()),
    CLOSED_AND_SLOW(
        true,
        (s, c) -> {
          c.close(1000);
          s.advance(Duration.ofSeconds(6));
          s.advance(Duration.ofSeconds(6));
        }),
    FIN(true, (s, c) -> c.endOfInput()),
    FIN_AND_SLOW(
        true,
        (s, c) -> {
          c.endOfInput();
          s.advance(Duration.ofSeconds(6));
          // As some transports say when they are told to end.
          c.reset();
        }),
    BROKE_A_RULE(true, (s, c) -> c.frame(0x83, new byte[0]).endOfInput()),
    RESET(false, (s, c) -> c.reset()),
    FIN_AND_RESET(
        false,
        (s, c) -> {
          c.endOfInput();
          c.reset();
        }),
    BROKE_A_RULE_AND_RESET(false, (s, c) -> c.frame(0x83, new byte[0]).reset()),
    WRITE_FAILS(
        false,
        (s, c) -> {
          c.transport().mode(FakeTransport.Mode.FAIL);
          c.ping("x");
        }),
    READS_NOTHING(
        false,
        (s, c) -> {
          c.transport().mode(FakeTransport.Mode.LATER);
          c.ping("x");
          s.advance(Duration.ofSeconds(31));
        }),
    DOES_NOT_ANSWER(
        false,
        (s, c) -> {
          c.connection().close();
          s.advance(Duration.ofSeconds(6));
        }),
    ABORTED(false, (s, c) -> c.connection().abort()),
    CLOSED_AND_ABORTED(
        false,
        (s, c) -> {
          c.close(1000);
          c.connection().abort();
        }),
    REJECTED(false, (s, c) -> c.connection().reject());

    private final boolean handled;
    private final BiConsumer<TestServer, FakeClient> end;

    End(boolean handled, BiConsumer<TestServer, FakeClient> end) {
      this.handled = handled;
      this.end = end;
    }
  }

  static Stream<Arguments> ends() {
    return Arrays.stream(End.values())
        .flatMap(
            end ->
                Stream.of(Setup.EXECUTOR, Setup.EXECUTOR_EACH, Setup.OWN)
                    .map(setup -> Arguments.of(end, setup)));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void whatWaitsIsHandledIfTheClientEndedInOrderAndLetGoIfItIsLost(End end, Setup setup) {
    RecordingResource resource = new RecordingResource();
    CountDownLatch release = new CountDownLatch(1);
    resource.on("text", (c, text) -> Await.latch(release));
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it").text("1");
      resource.await("text 1");
      client.text("2").text("3");
      end.end.accept(server, client);
      if (!end.handled) {
        assertThat(client.driver().input().credit().pendingBytes()).isLessThanOrEqualTo(1);
      }
      release.countDown();
      Await.until("onClose", () -> resource.events().stream().anyMatch(e -> e.startsWith("close")));
      List<String> texts = resource.events().stream().filter(e -> e.startsWith("text")).toList();
      if (end.handled) {
        assertThat(texts).containsExactly("text 1", "text 2", "text 3");
      } else {
        assertThat(texts).containsExactly("text 1");
      }
    }
  }

  @Test
  void whatManyLostClientsSentHoldsUpNobody() {
    int clients = 250;
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    CountDownLatch release = new CountDownLatch(1);
    RecordingResource slow = new RecordingResource();
    slow.on(
        "text",
        (c, text) -> {
          handled.incrementAndGet();
          Await.latch(release);
        });
    slow.on("close", (c, status) -> closed.incrementAndGet());
    RecordingResource echo = new RecordingResource();
    echo.on("text", (c, text) -> c.sendText(text));
    try (TestServer server = new TestServer()) {
      server.register("/slow", slow, Setup.EXECUTOR_EACH);
      server.register("/echo", echo, Setup.EXECUTOR_EACH);
      List<FakeClient> lost = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        FakeClient client = server.connect("/slow");
        for (int n = 0; n < 40; n++) {
          client.text(String.valueOf(n));
        }
        lost.add(client);
      }
      Await.until("the slow ones have all they get", () -> handled.get() >= 200);
      lost.forEach(FakeClient::reset);
      long start = System.nanoTime();
      FakeClient other = server.connect("/echo").text("x");
      Await.until("the echo", () -> other.received().size() == 1);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1000);
      release.countDown();
      Await.until("all have closed", () -> closed.get() == clients);
      assertThat(handled.get()).isEqualTo(200);
    }
  }
}
