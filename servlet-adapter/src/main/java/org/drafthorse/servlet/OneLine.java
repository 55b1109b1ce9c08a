package org.drafthorse.servlet;

/** What an exception says, for a log: some say it in many lines. */
public final class OneLine {

  private OneLine() {}

  /** Its message, or else its name, in one line. */
  public static String of(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank() || e instanceof LinkageError) {
      message = e.toString();
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
