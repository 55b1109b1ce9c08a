package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that are woken one at a time, and tasks that block. */
@Timeout(60)
class CallbackPoolTest {

  private static final int MOST = 20;

  private final AtomicInteger started = new AtomicInteger();
  private final CallbackPool pool = new CallbackPool(MOST, this::thread);

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
        pool.execute(
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
      pool.execute(() -> await(release));
      CountDownLatch behind = new CountDownLatch(1);
      pool.execute(behind::countDown);
      await(behind);
    }
    release.countDown();
  }

  @Test
  void moreThanThereAreThreadsForWait() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(3 * MOST);
    for (int i = 0; i < 3 * MOST; i++) {
      pool.execute(
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
                  pool.execute(
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
      pool.execute(
          () -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("as the test wants it");
          });
      pool.execute(
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
      pool.execute(
          () -> {
            await(release);
            over.countDown();
          });
    }
    pool.shutdown();
    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
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
              assertThat(pool.takeHere()).isTrue();
              pool.runHere(
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
  void aGuestIsTurnedAwayOnceItIsShutDown() {
    pool.shutdown();
    assertThat(pool.takeHere()).isFalse();
  }

  @Test
  void whatAGuestTookBeforeTheShutdownIsWaitedForAndRun() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    assertThat(pool.takeHere()).isTrue();
    pool.shutdown();
    assertThat(pool.awaitEnd(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    pool.runHere(runs::incrementAndGet);
    assertThat(runs).hasValue(1);
    assertThat(pool.awaitEnd(TimeUnit.SECONDS.toNanos(10))).isTrue();
  }

  @Test
  void withoutAnyThreadItSaysSo() {
    ThreadFactory broken =
        task -> {
          throw new OutOfMemoryError("as the test wants it");
        };
    CallbackPool none = new CallbackPool(MOST, broken);
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      assertThatThrownBy(() -> none.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(log.lines()).hasSize(1);
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
          pool.execute(
              () -> {
                busy.countDown();
                await(release);
              });
        }
        await(busy);
        pool.look(0);
        pool.look(5000);
        assertThat(log.lines()).as("nothing waits").hasSize(round - 1);
        pool.execute(over::countDown);
        pool.look(6000);
        pool.look(7000);
        assertThat(log.lines()).as("not for long").hasSize(round - 1);
        pool.look(7100);
        pool.look(9000);
        assertThat(log.lines()).hasSize(round);
        assertThat(log.lines().get(round - 1))
            .isEqualTo("callbacks hold up all 20 threads, and the next has waited for 1,100 ms");
        release.countDown();
        await(over);
        pool.look(9100);
      }
    }
  }

  @Test
  void aTaskWhoseThreadIsOnItsWayIsHeldUpByNobody() {
    CallbackPool slow = new CallbackPool(2, task -> new Thread(() -> {}));
    try (LogCapture log = new LogCapture("org.drafthorse.runtime")) {
      slow.execute(() -> {});
      slow.look(0);
      slow.look(5000);
      assertThat(log.lines()).isEmpty();
    }
  }
}
