package org.drafthorse.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * The pool's threads in many orders, chosen by Lincheck, which reports the one in which a task
 * waits for ever. Threads that have nothing to do end at once, as others do after half a minute.
 */
class CallbackPoolOrdersTest {

  private static final int ORDERS = 500;

  private static CallbackPool pool(int most) {
    return new CallbackPool(most, Thread::new, 0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTaskThatComesWhileTheOnlyThreadEndsIsRun() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          Lane lane = pool(1).lane("/it");
          for (int i = 0; i < 2; i++) {
            CountDownLatch over = new CountDownLatch(1);
            lane.execute(over::countDown);
            await(over);
          }
        });
  }

  @Test
  void tasksOfTwoThatSubmitAtOnceAreAllRun() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          CallbackPool pool = pool(2);
          Lane one = pool.lane("/one");
          Lane two = pool.lane("/two");
          CountDownLatch over = new CountDownLatch(2);
          Thread other = start(() -> two.execute(over::countDown));
          one.execute(over::countDown);
          await(over);
          join(other);
        });
  }

  @Test
  void aThreadThatCannotBeStartedLeavesNoTaskBehind() {
    // Logging has no part in it, and would not be the same each time.
    Logger logger = Logger.getLogger("org.drafthorse.runtime");
    logger.setLevel(Level.OFF);
    Log.failed("not to be seen", new AssertionError());
    try {
      Lincheck.runConcurrentTest(
          ORDERS,
          () -> {
            AtomicInteger asked = new AtomicInteger();
            CallbackPool pool =
                new CallbackPool(
                    2, task -> asked.getAndIncrement() == 1 ? null : new Thread(task), 0);
            Lane one = pool.lane("/one");
            Lane two = pool.lane("/two");
            CountDownLatch over = new CountDownLatch(2);
            Thread other = start(() -> two.execute(over::countDown));
            one.execute(over::countDown);
            join(other);
            pool.look();
            await(over);
          });
    } finally {
      logger.setLevel(null);
    }
  }

  @Test
  void whatIsTakenBeforeTheShutdownIsRunBeforeTheLastThreadEnds() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          List<Thread> threads = new ArrayList<>();
          CallbackPool pool =
              new CallbackPool(
                  2,
                  task -> {
                    threads.add(new Thread(task));
                    return threads.get(threads.size() - 1);
                  },
                  0);
          Lane lane = pool.lane("/it");
          AtomicInteger taken = new AtomicInteger();
          AtomicInteger run = new AtomicInteger();
          Thread other =
              start(
                  () -> {
                    try {
                      lane.execute(run::incrementAndGet);
                      taken.incrementAndGet();
                    } catch (RejectedExecutionException e) {
                      // It came too late.
                    }
                  });
          pool.shutdown();
          join(other);
          for (int i = 0; i < threads.size(); i++) {
            join(threads.get(i));
          }
          if (run.get() != taken.get()) {
            throw new AssertionError(run + " instead of " + taken);
          }
        });
  }
}
