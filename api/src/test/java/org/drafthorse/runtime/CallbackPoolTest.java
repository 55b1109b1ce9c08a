package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that are woken one at a time, and tasks that block. */
@Timeout(60)
class CallbackPoolTest {

  private static final int MOST = 20;

  private final AtomicInteger started = new AtomicInteger();
  private final CallbackPool pool = new CallbackPool(2 * MOST, this::thread);

  /** Alone it gets half of the threads. */
  private final Lane lane = pool.lane("/it");

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "pool-" + started.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @AfterEach
  void allThreadsEnd() throws InterruptedException {
    pool.shutdown();
    assertThat(pool.awaitEnd(TimeUnit.SECONDS.toNanos(10))).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tasksThatWaitForOneAnotherAllRun() {
    for (int round = 0; round < 200; round++) {
      CountDownLatch all = new CountDownLatch(MOST);
      CountDownLatch over = new CountDownLatch(MOST);
      for (int i = 0; i < MOST; i++) {
        lane.execute(
            () -> {
              all.countDown();
              await(all);
              over.countDown();
            });
      }
      await(over);
    }
    assertThat(started.get()).isEqualTo(MOST);
  }

  @Test
  void aTaskThatBlocksHoldsUpNoneThatCameBehindIt() {
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < MOST - 1; i++) {
      lane.execute(() -> await(release));
      CountDownLatch behind = new CountDownLatch(1);
      lane.execute(behind::countDown);
      await(behind);
    }
    release.countDown();
  }

  @Test
  void moreThanThereAreThreadsForWait() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(3 * MOST);
    for (int i = 0; i < 3 * MOST; i++) {
      lane.execute(
          () -> {
            await(release);
            over.countDown();
          });
    }
    Await.until("all threads", () -> started.get() == MOST);
    release.countDown();
    await(over);
    assertThat(started.get()).isEqualTo(MOST);
  }

  @Test
  void nothingIsLostOrRunTwiceWhoeverSubmits() throws InterruptedException {
    int each = 50_000;
    AtomicInteger run = new AtomicInteger();
    List<Thread> submitters = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                AtomicInteger own = new AtomicInteger();
                for (int i = 1; i <= each; i++) {
                  int submitted = i;
                  lane.execute(
                      () -> {
                        own.incrementAndGet();
                        run.incrementAndGet();
                      });
                  if (i % 1000 == 0) {
                    // So that all fall asleep now and then.
                    Await.until("all were run", () -> own.get() == submitted);
                  }
                }
              });
      thread.start();
      submitters.add(thread);
    }
    for (Thread thread : submitters) {
      thread.join();
    }
    Await.until("all were run", () -> run.get() == 4 * each);
  }

  @Test
  void whatATaskLeavesBehindIsNobodysConcern() {
    CountDownLatch over = new CountDownLatch(1);
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      lane.execute(
          () -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("as the test wants it");
          });
      lane.execute(
          () -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            over.countDown();
          });
      await(over);
      Await.until("a line", () -> log.lines().size() == 1);
    }
  }

  @Test
  void whatWaitsIsRunWhenItShutsDownAndNothingElseIsTaken() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(2 * MOST);
    for (int i = 0; i < 2 * MOST; i++) {
      lane.execute(
          () -> {
            await(release);
            over.countDown();
          });
    }
    pool.shutdown();
    assertThatThrownBy(() -> lane.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    assertThat(pool.awaitEnd(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    release.countDown();
    await(over);
  }

  @Test
  void aGuestsTaskIsWaitedForAndInterruptedLikeAnyOther() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    Thread guest =
        new Thread(
            () -> {
              assertThat(pool.guests().take()).isTrue();
              pool.guests()
                  .run(
                      () -> {
                        begun.countDown();
                        try {
                          new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                          interrupted.incrementAndGet();
                        }
                      });
            });
    guest.start();
    await(begun);
    pool.shutdown();
    assertThat(pool.awaitEnd(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    pool.drop();
    assertThat(pool.awaitEnd(TimeUnit.SECONDS.toNanos(10))).isTrue();
    assertThat(interrupted).hasValue(1);
    guest.join();
  }

  @Test
  void aGuestThatRunsATaskTakesNoOther() {
    assertThat(pool.guests().take()).isTrue();
    assertThat(pool.guests().take()).isFalse();
    pool.guests().run(() -> assertThat(pool.guests().take()).isFalse());
    assertThat(pool.guests().isEmpty()).isTrue();
  }

  @Test
  void aLaneThatTakesAllItCanGetHoldsUpNoOther() {
    CountDownLatch release = new CountDownLatch(1);
    List<Lane> greedy = new ArrayList<>();
    for (int i = 0; i < 5 * MOST; i++) {
      Lane each = pool.lane("/greedy" + i);
      greedy.add(each);
      for (int n = 0; n < 3 * MOST; n++) {
        each.execute(() -> await(release));
      }
      CountDownLatch over = new CountDownLatch(1);
      pool.lane("/other").execute(over::countDown);
      await(over);
    }
    assertThat(started.get()).isLessThanOrEqualTo(2 * MOST + greedy.size() + 1);
    release.countDown();
  }

  @Test
  void aGuestIsTurnedAwayOnceItIsShutDown() {
    pool.shutdown();
    assertThat(pool.guests().take()).isFalse();
  }

  @Test
  void whatAGuestTookBeforeTheShutdownIsWaitedForAndRun() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    assertThat(pool.guests().take()).isTrue();
    pool.shutdown();
    assertThat(pool.awaitEnd(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    pool.guests().run(runs::incrementAndGet);
    assertThat(runs).hasValue(1);
    assertThat(pool.awaitEnd(TimeUnit.SECONDS.toNanos(10))).isTrue();
  }

  @Test
  void withoutAnyThreadItSaysSoOnceAndTriesAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    CallbackPool late =
        new CallbackPool(
            2 * MOST,
            task -> {
              if (broken.get()) {
                throw new OutOfMemoryError("as the test wants it");
              }
              return thread(task);
            });
    CountDownLatch over = new CountDownLatch(3);
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      late.lane("/a").execute(over::countDown);
      late.lane("/b").execute(over::countDown);
      late.lane("/b").execute(over::countDown);
      late.look();
      assertThat(log.lines()).hasSize(1);
      broken.set(false);
      late.look();
      await(over);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void whatWaitsWhenAThreadCannotBeStartedIsRunByThoseThatAreThere() {
    AtomicBoolean broken = new AtomicBoolean();
    CallbackPool one =
        new CallbackPool(
            2 * MOST,
            task -> {
              if (broken.get()) {
                throw new OutOfMemoryError("as the test wants it");
              }
              return thread(task);
            });
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(2);
    one.lane("/a")
        .execute(
            () -> {
              begun.countDown();
              await(release);
            });
    await(begun);
    broken.set(true);
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      one.lane("/b").execute(over::countDown);
      one.lane("/c").execute(over::countDown);
      assertThat(log.lines()).hasSize(1);
      release.countDown();
      await(over);
    }
  }

  @Test
  void thatAllThreadsAreHeldUpIsSaidOnceForEachTimeThatItHappens() {
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      for (int round = 1; round <= 2; round++) {
        CountDownLatch busy = new CountDownLatch(MOST);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < MOST; i++) {
          lane.execute(
              () -> {
                busy.countDown();
                await(release);
              });
        }
        await(busy);
        lane.look(0);
        lane.look(5000);
        assertThat(log.lines()).as("nothing waits").hasSize(round - 1);
        lane.execute(over::countDown);
        lane.look(6000);
        lane.look(7000);
        assertThat(log.lines()).as("not for long").hasSize(round - 1);
        lane.look(7100);
        lane.look(9000);
        assertThat(log.lines()).hasSize(round);
        assertThat(log.lines().get(round - 1))
            .isEqualTo(
                "callbacks of /it hold up all 20 threads that it may have,"
                    + " and the next has waited for 1,100 ms");
        release.countDown();
        await(over);
        lane.look(9100);
      }
    }
  }

  @Test
  void aTaskWhoseThreadIsOnItsWayIsHeldUpByNobody() {
    Lane slow = new CallbackPool(2, task -> new Thread(() -> {})).lane("/slow");
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      slow.execute(() -> {});
      slow.look(0);
      slow.look(5000);
      assertThat(log.lines()).isEmpty();
    }
  }
}
