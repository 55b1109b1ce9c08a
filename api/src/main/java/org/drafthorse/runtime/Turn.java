package org.drafthorse.runtime;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.Nullable;
import org.drafthorse.engine.Scratch;
import org.drafthorse.engine.TextEncoder;

/**
 * One stretch of work of a thread: a read and the callbacks that it leads to, or a batch of a
 * mailbox. What is sent meanwhile waits for its end and leaves together, one gathered write for
 * each connection.
 *
 * <p>Belongs to its thread, but for {@link #flush}, which the watchdog calls when a callback holds
 * the turn for long.
 */
final class Turn {

  /**
   * Weak, because threads outlive web applications: a thread that kept a turn would keep the class
   * loader. Whoever is in a turn has it on the stack.
   */
  private static final ThreadLocal<WeakReference<Turn>> TURNS = new ThreadLocal<>();

  /** A callback that goes on and on between clients flushes on its way. */
  private static final int MOST_UNFLUSHED = 16 * 1024;

  private static final Output[] NONE = {};

  private final Scratch scratch = new Scratch();
  private final TextEncoder encoder = new TextEncoder();
  private final List<Output> unflushed = new ArrayList<>();
  private int depth;

  /** How many calls of an application's code are in progress that belong to no turn. */
  private int calls;

  /** Whether this thread is in {@link #lead}, and still reads. */
  private boolean leads;

  /** Held by this thread, to be emptied when it has read. */
  private @Nullable Mailbox kept;

  private Turn() {}

  /**
   * Reads, and then empties the mailbox that reading gave this thread to hold: for a thread whose
   * place another takes if a callback holds it up.
   */
  static void lead(Runnable reading) {
    Turn turn = ofThreadOrNew();
    turn.leads = true;
    try {
      reading.run();
    } finally {
      turn.leads = false;
      Mailbox mailbox = turn.kept;
      turn.kept = null;
      if (mailbox != null) {
        mailbox.runHere();
      }
    }
  }

  /** Of a thread that leads and can keep a mailbox: one at most, since others can't wait. */
  static @Nullable Turn leader() {
    Turn turn = ofThread();
    return turn == null || !turn.leads || turn.kept != null ? null : turn;
  }

  /** This thread, which holds that mailbox, will empty it. */
  void keep(Mailbox mailbox) {
    kept = mailbox;
  }

  /** Begins a turn on this thread, or goes deeper into the one in progress. */
  static Turn enter() {
    Turn turn = ofThreadOrNew();
    turn.depth++;
    return turn;
  }

  /** The turn in progress on this thread, or null. */
  static @Nullable Turn current() {
    Turn turn = ofThread();
    return turn == null || turn.depth == 0 ? null : turn;
  }

  /**
   * An application's code is called outside of turns, and what it sends leaves at once; {@link
   * #exitCall} must follow.
   */
  static Turn enterCall() {
    Turn turn = ofThreadOrNew();
    turn.calls++;
    return turn;
  }

  void exitCall() {
    calls--;
  }

  /** Whether this thread may be needed for a server to stop: it runs a callback. */
  static boolean isInCallback() {
    Turn turn = ofThread();
    return turn != null && (turn.depth > 0 || turn.calls > 0);
  }

  private static Turn ofThreadOrNew() {
    Turn turn = ofThread();
    if (turn == null) {
      turn = new Turn();
      TURNS.set(new WeakReference<>(turn));
    }
    return turn;
  }

  private static @Nullable Turn ofThread() {
    WeakReference<Turn> turn = TURNS.get();
    return turn == null ? null : turn.get();
  }

  /** For a read; one inside another, which is rare, gets its own. */
  Scratch scratch() {
    return depth == 1 ? scratch : new Scratch();
  }

  /** A text in UTF-8, until {@link #encoded}; not to be kept. */
  ByteBuffer encode(String text) {
    ByteBuffer known = scratch.utf8(text);
    return known == null ? encoder.begin(text) : known;
  }

  /** What {@link #encode} returned is not needed any more. */
  void encoded(ByteBuffer utf8) {
    encoder.end(utf8);
  }

  /** Remembers that there is something to flush. */
  void add(Output output) {
    boolean full;
    synchronized (unflushed) {
      int size = unflushed.size();
      if (size == 0 || unflushed.get(size - 1) != output) {
        unflushed.add(output);
      }
      full = size >= MOST_UNFLUSHED;
    }
    if (full) {
      flush();
    }
  }

  /** Ends the turn, or comes up one level. */
  void exit() {
    try {
      // A flush may end connections, and so lead to callbacks on this very thread that send.
      while (depth == 1 && flush()) {}
    } catch (Throwable e) {
      // What was left out is sent by the sweep.
      Log.failed("a flush failed", e);
    } finally {
      depth--;
      if (depth == 0) {
        scratch.forget();
      }
    }
  }

  /**
   * Sends what was queued so far. Any thread.
   *
   * @return whether there was anything
   */
  boolean flush() {
    Output first;
    Output[] others = NONE;
    synchronized (unflushed) {
      int size = unflushed.size();
      if (size == 0) {
        return false;
      }
      first = unflushed.get(0);
      try {
        if (size > 1) {
          others = unflushed.subList(1, size).toArray(NONE);
        }
        unflushed.clear();
      } catch (OutOfMemoryError e) {
        // One by one, then.
        unflushed.remove(0);
      }
    }
    flush(first);
    for (Output each : others) {
      flush(each);
    }
    return true;
  }

  private static void flush(Output output) {
    try {
      output.flush();
    } catch (Throwable e) {
      Log.failed("a flush failed", e);
    }
  }
}
