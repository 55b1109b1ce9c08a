package org.drafthorse.fuzz;

import java.util.function.Consumer;

/** Where the fuzzer comes in: it calls these methods by their names. */
public final class FuzzEntry {

  private static Consumer<byte[]> probe = bytes -> {};

  private FuzzEntry() {}

  /** Sets up the {@link Target} of that name. */
  public static void fuzzerInitialize(String[] args) {
    probe = Target.valueOf(args[0]).probe();
  }

  /** Runs it once. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    probe.accept(bytes);
  }
}
