package org.drafthorse.runtime;

import java.util.ResourceBundle;
import org.drafthorse.Nullable;

/**
 * A logger that throws nothing, whatever an application's handlers do: what is logged is said on
 * the way to something that matters more.
 */
final class QuietLogger implements System.Logger {

  private final System.Logger logger;

  QuietLogger(System.Logger logger) {
    this.logger = logger;
  }

  @Override
  public String getName() {
    return logger.getName();
  }

  @Override
  public boolean isLoggable(Level level) {
    try {
      return logger.isLoggable(level);
    } catch (Throwable e) {
      return false;
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String text,
      @Nullable Throwable thrown) {
    try {
      logger.log(level, bundle, text, thrown);
    } catch (Throwable e) {
      // There is nobody left to tell.
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... values) {
    try {
      logger.log(level, bundle, format, values);
    } catch (Throwable e) {
      // As above.
    }
  }
}
