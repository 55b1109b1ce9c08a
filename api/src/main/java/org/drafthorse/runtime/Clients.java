package org.drafthorse.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;

/** All clients of a runtime: counts them in and out, and goes through all of them. Any thread. */
final class Clients {

  /** A sweep over this many takes too little time to be noticed; over more, it comes less often. */
  private static final int SWEPT_PER_TICK = 2000;

  private static final int SLOWEST_SWEEP_TICKS = 10;

  private final int most;
  private final Set<ConnectionDriver> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicBoolean evicting = new AtomicBoolean();
  private final Object noneLive = new Object();
  private volatile boolean stopping;
  private int ticksToSweep;

  Clients(int most) {
    this.most = most;
  }

  /** How many there may be. */
  int most() {
    return most;
  }

  int count() {
    return count.get();
  }

  boolean isStopping() {
    return stopping;
  }

  /** Takes a place here and at the resource. Null, or why there is none. */
  @Nullable
  String reserve(RegisteredResource resource) {
    boolean reserved = false;
    try {
      boolean fits = count.incrementAndGet() <= most;
      if (stopping) {
        return "the server is stopping";
      }
      if (!fits) {
        return "the server has all the clients that it may have, " + most;
      }
      reserved = resource.reserve();
      return reserved
          ? null
          : "this resource has all the clients that it may have, "
              + resource.options().limits().maxClients();
    } finally {
      if (!reserved) {
        count.decrementAndGet();
      }
    }
  }

  /** Gives a place back that no connection came to. */
  void unreserve(RegisteredResource resource) {
    try {
      resource.unreserve();
    } finally {
      count.decrementAndGet();
    }
  }

  void admitted(ConnectionDriver driver) {
    connections.add(driver);
    live.incrementAndGet();
    if (stopping) {
      driver.closing().stop();
    }
  }

  /** A connection's TCP is closed; its last callback may still be to come. */
  void gone() {
    if (live.decrementAndGet() == 0) {
      synchronized (noneLive) {
        noneLive.notifyAll();
      }
    }
  }

  void released(ConnectionDriver driver) {
    connections.remove(driver);
    count.decrementAndGet();
  }

  /** Looks at the timeouts of all, every tick or, if they are many, at most once a second. */
  void tick(long now) {
    ticksToSweep--;
    if (ticksToSweep > 0) {
      return;
    }
    ticksToSweep = Math.min(SLOWEST_SWEEP_TICKS, 1 + connections.size() / SWEPT_PER_TICK);
    for (ConnectionDriver each : connections) {
      try {
        each.tick(now);
      } catch (RuntimeException | Error e) {
        // One failure must not end the sweep.
        Log.failed("the timeouts of a client", e);
      }
    }
  }

  /** Lets nobody in any more, says 1001 to all, waits until that time, and ends the others. */
  void stop(long endNanos) {
    stopping = true;
    for (ConnectionDriver each : connections) {
      each.closing().stop();
    }
    awaitNone(endNanos);
    for (ConnectionDriver each : connections) {
      if (!each.closing().isGone()) {
        each.closing().abort(CloseStatus.GOING_AWAY);
      }
    }
  }

  /** Gives up those that hold most, one by one, until the budget is kept. */
  void evictLargest(ByteBudget budget) {
    boolean more = true;
    // Again, since a call that came too late for the look at the budget has left it to this one.
    while (more && budget.isExceeded() && evicting.compareAndSet(false, true)) {
      try {
        more = evictWhileExceeded(budget);
      } finally {
        evicting.set(false);
      }
    }
  }

  /** False if nobody is left to give up. */
  private boolean evictWhileExceeded(ByteBudget budget) {
    while (budget.isExceeded()) {
      ConnectionDriver largest = null;
      long held = 0;
      for (ConnectionDriver each : connections) {
        // Shared bytes count here: without this client, perhaps nobody would hold them.
        long its = each.input().heldBytes() + each.output().queuedBytes();
        if (!each.closing().isEvicted() && its > held) {
          held = its;
          largest = each;
        }
      }
      if (largest == null) {
        return false;
      }
      Log.evicted(largest, held);
      evict(largest);
    }
    return true;
  }

  private static void evict(ConnectionDriver largest) {
    try {
      largest.closing().evict();
    } catch (Throwable e) {
      largest.broken(e);
    }
  }

  private void awaitNone(long endNanos) {
    synchronized (noneLive) {
      long left = endNanos - System.nanoTime();
      while (live.get() > 0 && left > 0) {
        try {
          noneLive.wait(Math.max(1, left / 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
        left = endNanos - System.nanoTime();
      }
    }
  }
}
