package org.drafthorse.servlet.standard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time at something. Who comes while one is inside returns at once, and the
 * one inside goes round once more: nothing is waited for, and no call is lost.
 */
final class Gate {

  private final AtomicInteger calls = new AtomicInteger();

  /** Runs it now, or sees to it that the thread that runs it does so again. */
  void pass(Runnable body) {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      try {
        body.run();
      } catch (Throwable e) {
        // Nobody else would ever get in.
        calls.set(0);
        throw e;
      }
      seen = calls.addAndGet(-seen);
    } while (seen > 0);
  }
}
