package org.drafthorse.example;

/** Between two looks at something that another process does. */
final class Pause {

  private Pause() {}

  static void briefly() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
