package org.drafthorse.faults;

/**
 * Where something is thrown: the first instruction of any method of the engine and the runtime,
 * which is where a full stack shows. Between {@link #arm} and {@link #disarm} their calls are
 * counted, on all threads, and one of them throws.
 */
public final class Seams {

  private static final Object LOCK = new Object();
  private static volatile boolean armed;
  private static long left;
  private static long calls;
  private static Fault fault = Fault.EXCEPTION;
  private static String thrownAt = "";

  private Seams() {}

  /** From now on, the call of that number throws. */
  public static void arm(long call, Fault what) {
    synchronized (LOCK) {
      left = call;
      calls = 0;
      fault = what;
      thrownAt = "";
      armed = true;
    }
  }

  /**
   * Throws no more.
   *
   * @return where it did, or the empty string
   */
  public static String disarm() {
    synchronized (LOCK) {
      armed = false;
      return thrownAt;
    }
  }

  /** How many calls there were since it was armed. */
  public static long calls() {
    synchronized (LOCK) {
      return calls;
    }
  }

  /** Every method of a class that a {@link SeamLoader} has loaded begins with this call. */
  public static void at(String seam) {
    if (armed && isTurn(seam)) {
      Seams.<RuntimeException>sneak(fault.at(seam));
    }
  }

  private static boolean isTurn(String seam) {
    synchronized (LOCK) {
      calls++;
      left--;
      boolean now = armed && left == 0;
      thrownAt = now ? seam : thrownAt;
      return now;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
