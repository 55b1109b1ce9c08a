package org.drafthorse.runtime;

import java.util.function.Supplier;
import org.drafthorse.Nullable;

/**
 * The context class loader that application code runs with.
 *
 * @param loader null for the one that the thread has
 */
record CallbackLoader(@Nullable ClassLoader loader) {

  /** Runs application code with it. */
  <T extends @Nullable Object> T run(Supplier<T> code) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    if (loader == null || loader == before) {
      return code.get();
    }
    thread.setContextClassLoader(loader);
    try {
      return code.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
