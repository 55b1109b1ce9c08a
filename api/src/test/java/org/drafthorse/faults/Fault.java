package org.drafthorse.faults;

/** What is thrown where nothing should be. */
public enum Fault {
  EXCEPTION,
  MEMORY,
  STACK,
  LINKAGE;

  Throwable at(String seam) {
    String text = "injected at " + seam;
    return switch (this) {
      case EXCEPTION -> new IllegalStateException(text);
      case MEMORY -> new OutOfMemoryError(text);
      case STACK -> new StackOverflowError(text);
      case LINKAGE -> new LinkageError(text);
    };
  }
}
