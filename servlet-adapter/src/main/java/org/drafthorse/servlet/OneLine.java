package org.drafthorse.servlet;

/** What an exception says, for a log: some say it in many lines. */
public final class OneLine {

  private OneLine() {}

  /** The same, and what the first of its causes says, if that is something else. */
  public static String withCause(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String line = of(e);
    String cause = of(first);
    return line.contains(cause) ? line : line + ": " + cause;
  }

  /** Its message, or else its name, in one line. */
  public static String of(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank() || e instanceof LinkageError) {
      message = e.toString();
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
