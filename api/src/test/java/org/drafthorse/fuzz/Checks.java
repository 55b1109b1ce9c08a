package org.drafthorse.fuzz;

import java.util.Objects;

/** Checks that cost next to nothing where they hold: a target runs many thousand times a second. */
final class Checks {

  private Checks() {}

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule);
    }
  }

  static void same(Object found, Object expected, String rule) {
    if (!Objects.equals(found, expected)) {
      throw new AssertionError(rule + ": " + found + ", but " + expected);
    }
  }
}
