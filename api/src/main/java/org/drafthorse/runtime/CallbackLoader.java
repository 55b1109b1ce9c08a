package org.drafthorse.runtime;

import java.util.function.Supplier;
import org.drafthorse.Nullable;

/**
 * The context class loader that application code runs with.
 *
 * @param loader null for the one that the thread has
 */
record CallbackLoader(@Nullable ClassLoader loader) {

  /** Runs application code with it, in a callback that belongs to no turn. */
  <T extends @Nullable Object> T run(Supplier<T> code) {
    ClassLoader before = enter();
    Turn turn = Turn.enterCall();
    try {
      return code.get();
    } finally {
      turn.exitCall();
      leave(before);
    }
  }

  /** From here on the thread has it; {@link #leave} must follow, with what this returns. */
  @Nullable
  ClassLoader enter() {
    if (loader == null) {
      return null;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    if (before != loader) {
      thread.setContextClassLoader(loader);
    }
    return before;
  }

  void leave(@Nullable ClassLoader before) {
    if (loader != null && before != loader) {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
