package org.drafthorse.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, never for time: each wait ends with the condition or fails the test. */
public final class Await {

  /** How long a test waits for anything. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private Await() {}

  /** Waits for a condition. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /** Waits for a condition that says itself what is amiss. */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not come true in time: " + what.get());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits for a result. */
  public static <T> T get(String what, CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("did not come in time: " + what, e);
    } catch (ExecutionException e) {
      throw new AssertionError(what + " failed", e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
