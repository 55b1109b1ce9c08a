package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.Limits;
import org.drafthorse.ResourceContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks and custom messages that come faster than they are handled. */
@Timeout(60)
class PendingTasksTest {

  private static final Limits FEW = Limits.builder().maxPendingTasks(10).build();

  @ParameterizedTest
  @EnumSource
  void areRefusedBeyondTheLimitAndTakenAgainWhenOthersWereHandled(Setup setup) {
    RecordingResource resource = new RecordingResource();
    AtomicInteger run = new AtomicInteger();
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer()) {
      ResourceContext context =
          server.register("/it", resource, setup.options().limits(FEW).build());
      for (int round = 1; round <= 2; round++) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        assertThat(
                context.execute(
                    () -> {
                      begun.countDown();
                      Await.latch(release);
                    }))
            .isTrue();
        Await.latch(begun);
        for (int i = 0; i < 5; i++) {
          assertThat(context.post(round + "." + i)).isTrue();
          assertThat(context.execute(run::incrementAndGet)).isTrue();
        }
        for (int i = 0; i < 5; i++) {
          assertThat(context.post("refused")).isFalse();
          assertThat(context.execute(run::incrementAndGet)).isFalse();
        }
        assertThat(log.lines()).hasSize(round);
        assertThat(log.lines().get(0)).contains("/it").contains("10");
        release.countDown();
        resource.await("custom " + round + ".4");
        int all = 5 * round;
        Await.until("tasks", () -> run.get() == all);
      }
      assertThat(resource.events()).hasSize(10).doesNotContain("custom refused");
    }
  }

  @Test
  void ofManyThatProduceAtOnceJustAsManyAreTakenAsMayWait() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    try (TestServer server = new TestServer()) {
      // Nobody listens.
      ResourceContext context =
          server
              .runtime()
              .registry()
              .register(
                  "/it",
                  new RecordingResource(),
                  Setup.OWN
                      .options()
                      .limits(Limits.builder().maxPendingTasks(999).build())
                      .build());
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    taken.addAndGet(context.post(i) ? 1 : 0);
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread each : threads) {
        each.join();
      }
      assertThat(taken).hasValue(999);
    }
  }

  @Test
  void aTaskThatThrowsGivesItsPlaceBackLikeAnyOther() {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      ResourceContext context =
          server.register("/it", resource, Setup.EXECUTOR.options().limits(FEW).build());
      for (int i = 0; i < 100; i++) {
        int before = resource.errors().size();
        assertThat(
                context.execute(
                    () -> {
                      throw new IllegalStateException("as the test wants it");
                    }))
            .isTrue();
        Await.until("the error", () -> resource.errors().size() > before);
      }
    }
  }
}
