package org.drafthorse.runtime;

import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;

/**
 * Knows how long a mailbox's turn lasts. The holder of the mailbox begins and ends it, the timer's
 * thread looks.
 */
final class TurnWatch {

  private static final long LONG_MILLIS = 1000;

  /** An offer that nobody has run for that long is made again, and then after twice as long. */
  private static final long FORGOTTEN_MILLIS = 10_000;

  private final String resource;
  private final ListenerMode mode;
  private final Clock clock;
  private volatile @Nullable Turn turn;
  private volatile long since;
  private boolean warned;

  /** These are {@link #isForgotten}'s. */
  private int offer;

  private long offeredSince;
  private long patience;

  TurnWatch(String resource, ListenerMode mode, Clock clock) {
    this.resource = resource;
    this.mode = mode;
    this.clock = clock;
  }

  void begin(@Nullable Turn current) {
    since = clock.now();
    turn = current;
  }

  void end() {
    turn = null;
  }

  /** Within a turn: whether it has lasted for so long that others should have one. */
  boolean isLong() {
    return clock.now() - since > Clock.TICK_MILLIS;
  }

  /**
   * Called now and then: whether an offer to the executor has been there for so long that it was
   * perhaps lost.
   *
   * @param current its number; 0 for none
   */
  boolean isForgotten(int current, long now) {
    if (current == 0 || current != offer) {
      offer = current;
      offeredSince = now;
      patience = FORGOTTEN_MILLIS;
      return false;
    }
    if (now - offeredSince < patience) {
      return false;
    }
    offeredSince = now;
    patience *= 2;
    return true;
  }

  /** Called now and then: sends what a long turn has queued, and names whom it holds up. */
  void look(long now) {
    Turn active = turn;
    if (active == null) {
      warned = false;
      return;
    }
    long millis = now - since;
    if (millis > Clock.TICK_MILLIS) {
      active.flush();
    }
    if (mode == ListenerMode.DIRECT && millis > LONG_MILLIS && !warned) {
      warned = true;
      Log.RUNTIME.log(
          System.Logger.Level.WARNING,
          "a callback of {0} has held its I/O thread for {1} ms; DIRECT mode must not block",
          resource,
          millis);
    }
  }
}
