package org.drafthorse.wire;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs the {@code main} of another class, and ends the process when its standard input ends: so
 * that no server outlives the test that started it, however that ended.
 */
public final class Leash {

  private Leash() {}

  /** The name of the class, and its arguments. */
  public static void main(String[] args) throws Exception {
    Thread watcher = new Thread(Leash::awaitEnd, "leash");
    watcher.setDaemon(true);
    watcher.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes.
      }
    } catch (IOException e) {
      // As good as an end.
    }
    Runtime.getRuntime().halt(1);
  }
}
