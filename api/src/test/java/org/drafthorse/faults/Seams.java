package org.drafthorse.faults;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where something is thrown: at the first instruction of any method of the engine and the runtime,
 * which is where a full stack shows, and before and after what others do for them. Between {@link
 * #arm} and {@link #disarm} the calls of each seam are counted, on all threads, and one of them
 * throws.
 */
public final class Seams {

  private static final Object LOCK = new Object();
  private static volatile boolean armed;
  private static Map<String, Integer> calls = new TreeMap<>();
  private static String seam = "";
  private static int call;
  private static Fault fault = Fault.EXCEPTION;
  private static boolean thrown;

  private Seams() {}

  /** From now on, the call of that number of that seam throws, once. */
  static void arm(String where, int which, Fault what) {
    synchronized (LOCK) {
      calls = new TreeMap<>();
      seam = where;
      call = which;
      fault = what;
      thrown = false;
      armed = true;
    }
  }

  /**
   * Throws no more.
   *
   * @return whether it did
   */
  public static boolean disarm() {
    synchronized (LOCK) {
      armed = false;
      return thrown;
    }
  }

  /** How many calls of each seam there were since it was armed. */
  static Map<String, Integer> calls() {
    synchronized (LOCK) {
      return calls;
    }
  }

  /** Every method of a class that a {@link SeamLoader} has loaded begins with this call. */
  public static void at(String where) {
    if (armed && isTurn(where)) {
      Seams.<RuntimeException>sneak(fault.at(where));
    }
  }

  private static boolean isTurn(String where) {
    synchronized (LOCK) {
      if (!armed) {
        return false;
      }
      int count = calls.merge(where, 1, Integer::sum);
      boolean now = !thrown && count == call && where.equals(seam);
      thrown |= now;
      return now;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
