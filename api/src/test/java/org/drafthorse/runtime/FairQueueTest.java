package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Who gets the threads of a pool, against the rule in plain words. */
class FairQueueTest {

  private static final int MOST = 12;
  private static final int LANES = 5;

  private final CallbackPool pool = new CallbackPool(MOST, Thread::new);
  private final FairQueue queue = new FairQueue(MOST);
  private final List<Lane> lanes = lanes();

  private List<Lane> lanes() {
    return IntStream.range(0, LANES).mapToObj(i -> pool.lane("/" + i)).toList();
  }

  private record Task(int lane, int number) implements Runnable {
    @Override
    public void run() {}
  }

  /** The rule, and nothing clever: lists that are searched from the start. */
  private static final class Plain {

    /** By turn: the lane at the front has waited for longest. */
    private final List<Integer> order = new ArrayList<>();

    private final List<Task> waiting = new ArrayList<>();
    private final List<Integer> running = new ArrayList<>();

    void add(Task task) {
      waiting.add(task);
      if (!order.contains(task.lane())) {
        order.add(task.lane());
      }
    }

    Task take() {
      for (int lane : List.copyOf(order)) {
        long its = running.stream().filter(each -> each == lane).count();
        if (its == 0 || its < MOST - running.size()) {
          while (order.get(0) != lane) {
            order.add(order.remove(0));
          }
          Task task =
              waiting.stream().filter(each -> each.lane() == lane).findFirst().orElseThrow();
          waiting.remove(task);
          order.remove(0);
          if (waiting.stream().anyMatch(each -> each.lane() == lane)) {
            order.add(lane);
          }
          running.add(lane);
          return task;
        }
      }
      return null;
    }

    void done(int lane) {
      running.remove((Integer) lane);
    }
  }

  /** Adds to a lane, ends a task of it, or lets a thread look for one. */
  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers().between(0, 4 * LANES - 1).list().ofMaxSize(200);
  }

  @Property
  void isWhatTheRuleSaysWhateverHappens(@ForAll("steps") List<Integer> steps) {
    Plain plain = new Plain();
    FairQueue queue = new FairQueue(MOST);
    List<Lane> lanes = lanes();
    int number = 0;
    for (int step : steps) {
      int lane = step % LANES;
      if (step < LANES) {
        Task task = new Task(lane, number++);
        queue.add(lanes.get(lane), task);
        plain.add(task);
      } else if (step < 2 * LANES) {
        if (plain.running.contains(lane)) {
          queue.done(lanes.get(lane));
          plain.done(lane);
        }
      } else {
        Lane next = queue.next();
        assertThat(queue.next()).as("asked again").isSameAs(next);
        assertThat(next == null ? null : queue.take(next)).isEqualTo(plain.take());
      }
      assertThat(queue.isEmpty()).isEqualTo(plain.waiting.isEmpty());
    }
  }

  private void fill(Lane lane) {
    for (int i = 0; i < 2 * MOST; i++) {
      queue.add(lane, () -> {});
    }
    for (Lane next = queue.next(); next != null; next = queue.next()) {
      queue.take(next);
    }
  }

  @Test
  void oneLaneAloneGetsHalfAndEachThatFollowsHalfOfTheRestAndOneAtLeast() {
    List<Integer> running = new ArrayList<>();
    for (Lane each : lanes) {
      fill(each);
      running.add(each.running);
    }
    assertThat(running).containsExactly(6, 3, 2, 1, 1);
  }

  @Test
  void lanesThatTakeAllTheyCanGetEndUpWithAboutTheSameEach() {
    lanes.subList(0, 3).forEach(this::fill);
    for (int round = 0; round < MOST; round++) {
      for (Lane each : lanes.subList(0, 3)) {
        queue.done(each);
        queue.add(each, () -> {});
        Lane next = queue.next();
        if (next != null) {
          queue.take(next);
        }
      }
    }
    assertThat(lanes.subList(0, 3)).allMatch(each -> each.running >= 2 && each.running <= 4);
  }

  @Test
  void nothingIsLeftWhenItIsCleared() {
    lanes.forEach(this::fill);
    queue.clear();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.next()).isNull();
    assertThat(lanes).allMatch(each -> each.waiting.isEmpty() && each.behind == null);
  }
}
