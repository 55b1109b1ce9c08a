package org.drafthorse.runtime;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.drafthorse.Nullable;

/**
 * What executors threw back, whatever they threw: it is offered again at each tick until it is
 * taken. To keep it takes no memory, since there may be none. Any thread.
 */
final class RefusedOffers {

  /** An executor that is full for a moment is nothing to speak of. */
  private static final long LONG_MILLIS = 1000;

  /** What fails again within that time is not said again. */
  private static final long QUIET_MILLIS = TimeUnit.SECONDS.toMillis(10);

  /** Guarded by this, as what follows. */
  private @Nullable Offer first;

  private @Nullable Offer last;
  private int size;

  private final AtomicBoolean said = new AtomicBoolean();

  /** These are {@link #look}'s: whether and since when it has found something each time. */
  private boolean found;

  private long since;
  private long lastFound;

  /** Keeps it, unless it waits already. */
  void add(Offer offer, Throwable refusal) {
    synchronized (this) {
      if (!offer.waits) {
        offer.waits = true;
        if (last == null) {
          first = offer;
        } else {
          last.behind = offer;
        }
        last = offer;
        size++;
      }
    }
    if (!(refusal instanceof RejectedExecutionException) && said.compareAndSet(false, true)) {
      Log.failed(
          "callbacks wait until an executor takes them, and are offered at each tick",
          offer,
          refusal);
    }
  }

  /** Called now and then, by the timer's thread: offers again all that waits. */
  void look(long now) {
    for (int left = size(now); left > 0; left--) {
      Offer offer = poll();
      if (offer != null) {
        try {
          offer.offerAgain();
        } catch (Throwable e) {
          add(offer, e);
        }
      }
    }
  }

  private synchronized @Nullable Offer poll() {
    Offer offer = first;
    if (offer != null) {
      first = offer.behind;
      last = first == null ? null : last;
      offer.behind = null;
      offer.waits = false;
      size--;
    }
    return offer;
  }

  /** And says, once, that some have waited for long. */
  private int size(long now) {
    Offer longest;
    int waiting;
    synchronized (this) {
      longest = first;
      waiting = size;
    }
    if (longest == null) {
      found = false;
      if (now - lastFound >= QUIET_MILLIS) {
        said.set(false);
      }
      return 0;
    }
    lastFound = now;
    if (!found) {
      found = true;
      since = now;
    } else if (now - since > LONG_MILLIS && said.compareAndSet(false, true)) {
      Log.RUNTIME.log(
          System.Logger.Level.WARNING,
          "the executor of {0} has refused callbacks for {1} ms; they are offered at each tick",
          longest,
          now - since);
    }
    return waiting;
  }
}
