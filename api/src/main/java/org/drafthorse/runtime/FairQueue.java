package org.drafthorse.runtime;

import org.drafthorse.Nullable;

/**
 * Says which lane's task a thread of the pool takes next. Lanes take turns. A lane of which nothing
 * runs may always have a thread. It may have more as long as it has fewer than are left for all
 * others: one that takes what it can get leaves half of the threads, two leave a third, and so on.
 * Guarded by the pool. Takes no memory but for what waits.
 */
final class FairQueue {

  private final int most;

  /** Of the ring of lanes where something waits; the one behind it is the next. */
  private @Nullable Lane last;

  private int running;

  /**
   * Empty.
   *
   * @param most how many tasks may run at once, beside one for each lane
   */
  FairQueue(int most) {
    this.most = most;
  }

  boolean isEmpty() {
    return last == null;
  }

  void clear() {
    while (last != null) {
      Lane first = first(last);
      first.waiting.clear();
      removeFirst(last, first);
    }
  }

  void add(Lane lane, Runnable task) {
    lane.waiting.addLast(task);
    if (lane.behind == null) {
      Lane end = last;
      if (end == null) {
        lane.behind = lane;
      } else {
        lane.behind = end.behind;
        end.behind = lane;
      }
      last = lane;
    }
  }

  boolean mayRun(Lane lane) {
    return lane.running == 0 || lane.running < most - running;
  }

  /** Whose turn it is, of those that may have a thread; null if there is none. */
  @Nullable
  Lane next() {
    Lane end = last;
    for (Lane each = end; each != null; ) {
      Lane first = first(each);
      if (mayRun(first)) {
        last = each;
        return first;
      }
      each = first == end ? null : first;
    }
    return null;
  }

  /** The first task of the lane that {@link #next} has said, which runs until {@link #done}. */
  Runnable take(Lane next) {
    Runnable task = next.waiting.removeFirst();
    Lane end = last;
    if (end != null && next.waiting.isEmpty()) {
      removeFirst(end, next);
    } else {
      last = next;
    }
    next.running++;
    running++;
    return task;
  }

  void done(Lane lane) {
    lane.running--;
    running--;
  }

  private static Lane first(Lane end) {
    Lane first = end.behind;
    if (first == null) {
      throw new AssertionError("a ring");
    }
    return first;
  }

  private void removeFirst(Lane end, Lane first) {
    if (first == end) {
      last = null;
    } else {
      end.behind = first.behind;
    }
    first.behind = null;
  }
}
