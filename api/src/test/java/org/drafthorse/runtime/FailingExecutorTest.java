package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.drafthorse.ResourceContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Executors that do not do what executors do: nothing is lost, and nothing runs twice or at once.
 */
class FailingExecutorTest {

  private static final int MESSAGES = 52;

  private enum Failure {
    REFUSES(() -> new RejectedExecutionException("as the test wants it")),
    HAS_NO_THREAD(() -> new OutOfMemoryError("as the test wants it")),
    CANNOT_WRAP(() -> new IllegalStateException("as the test wants it")),
    IS_TOO_DEEP(() -> new StackOverflowError("as the test wants it")),
    IS_NOT_ALL_THERE(() -> new LinkageError("as the test wants it"));

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
    private final Supplier<Throwable> made;

    Failure(Supplier<Throwable> made) {
      this.made = made;
    }

    /** As whatever it is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T extends Throwable> void happens() throws T {
      throw (T) made.get();
    }
  }

  static Stream<Arguments> allFailures() {
    return Stream.of(Failure.values())
        .flatMap(
            failure ->
                Stream.of(Setup.EXECUTOR, Setup.EXECUTOR_EACH)
                    .flatMap(
                        setup ->
                            Stream.of(true, false)
                                .map(before -> Arguments.of(failure, setup, before))));
  }

  private static List<String> all() {
    return Stream.concat(Stream.of("open"), IntStream.range(0, MESSAGES).mapToObj(i -> "text " + i))
        .toList();
  }

  /** Ticks until all messages have arrived. */
  private static void awaitAll(TestServer server, RecordingResource resource) {
    Await.until(
        "all messages",
        () -> {
          server.advance(Duration.ofMillis(100));
          return resource.events().size() > MESSAGES;
        });
    assertThat(resource.events()).isEqualTo(all());
  }

  @ParameterizedTest
  @MethodSource("allFailures")
  void whateverItThrowsEachMessageArrivesOnce(Failure failure, Setup setup, boolean before) {
    AtomicInteger asked = new AtomicInteger();
    Executor executor =
        task -> {
          boolean fails = asked.incrementAndGet() % 3 != 0;
          if (fails && before) {
            failure.happens();
          }
          FakeClient.io().execute(task);
          if (fails) {
            failure.happens();
          }
        };
    RecordingResource resource = new RecordingResource();
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer(builder -> builder.executor(executor))) {
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it");
      IntStream.range(0, MESSAGES).forEach(i -> client.text(String.valueOf(i)));
      awaitAll(server, resource);
      assertThat(log.lines()).hasSize(failure == Failure.REFUSES ? 0 : 1);
      assertThat(log.lines()).allMatch(line -> line.contains("/it"));
    }
  }

  @ParameterizedTest
  @CsvSource({"REFUSES", "HAS_NO_THREAD"})
  void oneThatKeepsFailingIsNamedOnceAndAskedUntilItTakesAll(Failure failure) {
    AtomicBoolean fails = new AtomicBoolean(true);
    AtomicInteger asked = new AtomicInteger();
    Executor executor =
        task -> {
          asked.incrementAndGet();
          if (fails.get()) {
            failure.happens();
          }
          FakeClient.io().execute(task);
        };
    RecordingResource resource = new RecordingResource();
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().executor(executor).build());
      FakeClient client = server.connect("/it");
      IntStream.range(0, MESSAGES).forEach(i -> client.text(String.valueOf(i)));
      for (int tick = 0; tick < 50; tick++) {
        server.advance(Duration.ofMillis(100));
      }
      assertThat(asked.get()).isEqualTo(51);
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0)).contains("/it");
      fails.set(false);
      awaitAll(server, resource);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void oneThatFailsTakesNoneFromAnother() {
    AtomicBoolean fails = new AtomicBoolean(true);
    RecordingResource first = new RecordingResource();
    RecordingResource second = new RecordingResource();
    Executor broken =
        task -> {
          Failure.CANNOT_WRAP.happens();
        };
    Executor full =
        task -> {
          if (fails.get()) {
            Failure.REFUSES.happens();
          }
          FakeClient.io().execute(task);
        };
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer()) {
      server.register("/broken", first, Setup.EXECUTOR.options().executor(broken).build());
      server.register("/full", second, Setup.EXECUTOR.options().executor(full).build());
      server.connect("/broken").text("1");
      server.connect("/full").text("1");
      server.connect("/broken").text("2");
      fails.set(false);
      server.advance(Duration.ofMillis(100));
      second.await("text 1");
      assertThat(first.events()).isEmpty();
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void whatItRunsTwiceAtOnceRunsOnce() {
    RecordingResource resource = new RecordingResource();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    resource.on(
        "text",
        (c, text) -> {
          begun.countDown();
          Await.latch(release);
        });
    List<Runnable> taken = new CopyOnWriteArrayList<>();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().executor(taken::add).build());
      FakeClient client = server.connect("/it").text("0");
      assertThat(taken).hasSize(1);
      FakeClient.io().execute(taken.get(0));
      Await.latch(begun);
      client.text("1").text("2");
      taken.get(0).run();
      assertThat(resource.events()).containsExactly("open", "text 0");
      release.countDown();
      resource.await("text 2");
      assertThat(resource.events()).containsExactly("open", "text 0", "text 1", "text 2");
      assertThat(taken).hasSize(1);
    }
  }

  @Test
  void oneThatRunsEverythingAtOnceNestsNoTurnInAnother() {
    RecordingResource resource = new RecordingResource();
    List<Integer> depths = new ArrayList<>();
    try (TestServer server = new TestServer()) {
      ResourceContext context =
          server.register(
              "/it", resource, Setup.EXECUTOR.options().executor(Runnable::run).build());
      context.execute(
          () -> {
            for (int i = 0; i < 5000; i++) {
              context.execute(() -> depths.add(Thread.currentThread().getStackTrace().length));
            }
          });
      assertThat(depths).hasSize(5000);
      assertThat(depths.get(4999)).isLessThan(depths.get(0) + 20);
      server.connect("/it").text("1").close(1000);
      assertThat(resource.events()).containsExactly("open", "text 1", "close 1000");
    }
  }

  @Test
  void whatItDropsInSilenceIsOfferedAgainAfterTenSecondsAndThenEverLessOften() {
    RecordingResource resource = new RecordingResource();
    List<Runnable> taken = new CopyOnWriteArrayList<>();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().executor(taken::add).build());
      server.connect("/it").text("1");
      List<Integer> times = new ArrayList<>();
      for (int second = 0; second <= 100; second++) {
        while (times.size() < taken.size()) {
          times.add(second);
        }
        server.advance(Duration.ofSeconds(1));
      }
      assertThat(times).containsExactly(0, 11, 31, 71);
      taken.forEach(Runnable::run);
      assertThat(resource.events()).startsWith("open");
      assertThat(resource.events()).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("allFailures")
  void whatAnAdapterAsksForRunsOnce(Failure failure, Setup unused, boolean before) {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger run = new AtomicInteger();
    Executor executor =
        task -> {
          boolean fails = asked.incrementAndGet() <= 2;
          if (fails && before) {
            failure.happens();
          }
          task.run();
          if (fails) {
            failure.happens();
          }
        };
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer(builder -> builder.executor(executor))) {
      server.runtime().execute(run::incrementAndGet);
      for (int tick = 0; tick < 5; tick++) {
        server.advance(Duration.ofMillis(100));
      }
      assertThat(run).hasValue(1);
      assertThat(log.lines()).hasSize(failure == Failure.REFUSES ? 0 : 1);
    }
  }
}
