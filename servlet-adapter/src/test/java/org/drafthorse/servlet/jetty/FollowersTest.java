package org.drafthorse.servlet.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.wire.Await;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FollowersTest {

  /** Says nothing of a thread before it is one. */
  private static final class Pool extends QueuedThreadPool {

    private volatile boolean low;
    private volatile Throwable failure;

    @Override
    public boolean isLowOnThreads() {
      return low;
    }

    @Override
    public void execute(Runnable task) {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      super.execute(task);
    }
  }

  private final Pool pool = new Pool();
  private final Followers followers = new Followers(pool);
  private final AtomicInteger taken = new AtomicInteger();
  private final Runnable selector = taken::incrementAndGet;
  private final List<Thread> heldUp = new ArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    pool.start();
    followers.start();
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    for (Thread each : heldUp) {
      each.join();
    }
    followers.stop();
    pool.stop();
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
              assertThat(followers.tryExecute(selector)).isTrue();
              Followers.Lead lead = followers.lead();
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
      assertThat(followers.tryExecute(selector)).isTrue();
      Followers.Lead lead = followers.lead();
      if (lead != null) {
        lead.end();
      }
      assertThat(followers.lead()).isNull();
    }
    int relieved = taken.get();
    assertThat(relieved).isLessThan(50);
    holdUpOne();
    assertThat(taken).hasValue(relieved + 1);
  }

  @Test
  void noMoreThanAFewAreHeldUpAtOnce() throws Exception {
    for (int i = 0; i < 8; i++) {
      assertThat(followers.areReady()).isTrue();
      holdUpOne();
    }
    assertThat(followers.areReady()).isFalse();
    goOn.countDown();
    Await.until("all are back", followers::areReady);
    for (Thread each : heldUp) {
      each.join();
    }
    assertThat(taken).hasValue(8);
  }

  @Test
  void aTaskOfJettysOwnIsRelievedAndHoldsNoPlace() {
    for (int i = 1; i <= 20; i++) {
      assertThat(followers.tryExecute(selector)).isTrue();
      awaitTaken(i);
    }
    assertThat(followers.areReady()).isTrue();
    assertThat(followers.lead()).as("it was relieved before it was taken").isNull();
  }

  @Test
  void nobodyLeadsWhoWasNotAskedForOnThatThread() throws Exception {
    assertThat(followers.lead()).isNull();
    assertThat(followers.tryExecute(selector)).isTrue();
    Thread other = new Thread(() -> assertThat(followers.lead()).isNull());
    List<Throwable> failures = new ArrayList<>();
    other.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
    other.start();
    other.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void whereThreadsAreFewCallbacksHaveToKeepToTheirOwn() {
    pool.low = true;
    assertThat(followers.areReady()).isFalse();
    pool.low = false;
    assertThat(followers.areReady()).isTrue();
  }

  @Test
  void aPoolThatFailsIsNotTheEndOfIt() {
    pool.failure = new RejectedExecutionException("as the test wants it");
    tryAndAwaitOver();
    pool.failure = new OutOfMemoryError("as the test wants it");
    tryAndAwaitOver();
    pool.failure = null;
    holdUpOne();
  }

  private void tryAndAwaitOver() {
    Followers.Lead lead = null;
    while (lead == null) {
      assertThat(followers.tryExecute(selector)).isTrue();
      lead = followers.lead();
    }
    Followers.Lead held = lead;
    Await.until("it was tried", held::isRelieved);
    held.end();
    assertThat(followers.areReady()).isTrue();
  }

  @Test
  void stoppedItPromisesNothing() throws Exception {
    followers.stop();
    assertThat(followers.tryExecute(selector)).isFalse();
    assertThat(followers.lead()).isNull();
    followers.start();
    holdUpOne();
  }
}
