package org.drafthorse.servlet.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.wire.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SelectorThreadsTest {

  private final SelectorThreads threads = new SelectorThreads();
  private final AtomicInteger taken = new AtomicInteger();
  private final Runnable selector = taken::incrementAndGet;
  private final List<Thread> heldUp = new ArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    threads.start();
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    for (Thread each : heldUp) {
      each.join();
    }
    threads.stop();
  }

  private void awaitTaken(int times) {
    Await.until(() -> "taken " + taken.get() + " times", () -> taken.get() == times);
  }

  /** A thread with a task of ours that lasts until the end of the test. */
  private void holdUpOne() {
    CountDownLatch leads = new CountDownLatch(1);
    int before = taken.get();
    Thread thread =
        new Thread(
            () -> {
              assertThat(threads.tryExecute(selector)).isTrue();
              SelectorThreads.Lead lead = threads.lead();
              assertThat(lead).isNotNull();
              leads.countDown();
              try {
                boolean unused = goOn.await(50, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              lead.end();
            });
    heldUp.add(thread);
    thread.start();
    Await.until("it leads", () -> leads.getCount() == 0);
    awaitTaken(before + 1);
  }

  @Test
  void aTaskThatLastsIsRelievedOnce() {
    holdUpOne();
    holdUpOne();
    assertThat(taken).hasValue(2);
  }

  @Test
  void aTaskThatIsOverIsNotRelieved() {
    for (int i = 0; i < 100; i++) {
      assertThat(threads.tryExecute(selector)).isTrue();
      SelectorThreads.Lead lead = threads.lead();
      if (lead != null) {
        lead.end();
      }
      assertThat(threads.lead()).isNull();
    }
    int relieved = taken.get();
    assertThat(relieved).isLessThan(50);
    holdUpOne();
    assertThat(taken).hasValue(relieved + 1);
  }

  @Test
  void noMoreThanAFewAreHeldUpAtOnce() throws Exception {
    for (int i = 0; i < 8; i++) {
      assertThat(threads.areReady()).isTrue();
      holdUpOne();
    }
    assertThat(threads.areReady()).isFalse();
    goOn.countDown();
    Await.until("all are back", threads::areReady);
    for (Thread each : heldUp) {
      each.join();
    }
    assertThat(taken).hasValue(8);
  }

  @Test
  void aTaskOfJettysOwnIsRelievedAndHoldsNoPlace() {
    for (int i = 1; i <= 20; i++) {
      assertThat(threads.tryExecute(selector)).isTrue();
      awaitTaken(i);
    }
    assertThat(threads.areReady()).isTrue();
    assertThat(threads.lead()).as("it was relieved before it was taken").isNull();
  }

  @Test
  void nobodyLeadsWhoWasNotAskedForOnThatThread() throws Exception {
    assertThat(threads.lead()).isNull();
    assertThat(threads.tryExecute(selector)).isTrue();
    Thread other = new Thread(() -> assertThat(threads.lead()).isNull());
    List<Throwable> failures = new ArrayList<>();
    other.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
    other.start();
    other.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void aThreadThatCameToServeAnotherSelectorIsRelievedThere() throws Exception {
    // Both, however the watch goes round.
    for (int i = 0; i < 20; i++) {
      Runnable before = () -> {};
      CountDownLatch relieved = new CountDownLatch(1);
      assertThat(threads.tryExecute(before)).isTrue();
      assertThat(threads.tryExecute(relieved::countDown)).isTrue();
      Await.until("there is a thread", () -> relieved.getCount() == 0);
    }
  }

  @Test
  void stoppedItPromisesNothing() throws Exception {
    threads.stop();
    assertThat(threads.tryExecute(selector)).isFalse();
    assertThat(threads.lead()).isNull();
    threads.start();
    holdUpOne();
  }
}
