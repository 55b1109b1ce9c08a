package org.drafthorse.runtime;

import java.util.concurrent.CountDownLatch;
import org.drafthorse.Nullable;

/**
 * The end of a server or an application, which comes once, whoever asks for it. Any thread may; all
 * but those that run a callback then wait for it.
 */
public final class Stop {

  private final CountDownLatch over = new CountDownLatch(1);

  /** Who brings it about, from the beginning on. Guarded by this. */
  private @Nullable Thread doer;

  /** Whether that is a thread of its own. Guarded by this. */
  private boolean elsewhere;

  /** Not begun. */
  public Stop() {}

  /**
   * Ends it, unless that was begun before, and returns when it has ended. From a callback of any
   * resource, {@code onHandshake} and {@code onRegister} among them, it returns at once: the end
   * comes on a thread of its own then, which keeps the JVM alive until it is over.
   *
   * @param end what there is to do; it must not wait without a bound for callbacks
   */
  public void run(Runnable end) {
    boolean waits = !Turn.isInCallback();
    if (begin(end, waits)) {
      finish(end);
    } else if (waits) {
      awaitAllTheSame();
    }
  }

  /**
   * The same, but a callback waits as well, and holds up the end for as long as that waits for it:
   * for a container that takes the application's classes away as soon as this returns.
   */
  public void runAndWait(Runnable end) {
    run(end);
    awaitAllTheSame();
  }

  /** Whether somebody has asked for it. */
  public synchronized boolean hasBegun() {
    return doer != null;
  }

  /** Waits for the end, whoever asks for it, and wherever the caller is. */
  public void await() throws InterruptedException {
    over.await();
    Thread last = lastThread();
    if (last != null) {
      last.join();
    }
  }

  private synchronized @Nullable Thread lastThread() {
    return elsewhere ? doer : null;
  }

  /** An interrupt is kept for later: the end is near, and others rely on it. */
  private void awaitAllTheSame() {
    boolean interrupted = false;
    boolean waits = !isDoer();
    while (waits) {
      try {
        await();
        waits = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the end itself has led here, to code that asks for it again. */
  private synchronized boolean isDoer() {
    return doer == Thread.currentThread();
  }

  /** Whether the caller is the first, and has to do it here. */
  private synchronized boolean begin(Runnable end, boolean here) {
    if (doer != null) {
      return false;
    }
    Thread thread = Thread.currentThread();
    if (!here) {
      thread = new Thread(() -> finish(end), "drafthorse-stop");
      thread.setDaemon(false);
      // If there is none to be had, that was no beginning.
      thread.start();
    }
    doer = thread;
    elsewhere = !here;
    return here;
  }

  private void finish(Runnable end) {
    try {
      end.run();
    } finally {
      over.countDown();
    }
  }
}
