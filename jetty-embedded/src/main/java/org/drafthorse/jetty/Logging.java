package org.drafthorse.jetty;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of the command line server: a line for each event, on standard error. */
final class Logging {

  /**
   * Who tells at INFO what nobody asks of this server. Held here, since the log manager forgets
   * loggers that nobody holds, and their levels.
   */
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("org.drafthorse.servlet"));

  private Logging() {}

  /** Leaves alone what the user has configured with the JDK's own properties. */
  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    LogManager.getLogManager().reset();
    ConsoleHandler console = new ConsoleHandler();
    console.setFormatter(new LineFormatter());
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(console);
    TALKATIVE.forEach(each -> each.setLevel(Level.WARNING));
  }

  /**
   * Time, level, message. What the network or the system did is part of the line; a stack trace
   * follows where the program itself is at fault.
   */
  private static final class LineFormatter extends Formatter {

    /** Jetty puts what a peer sent into some of its warnings, at any length. */
    private static final int LONGEST_MESSAGE = 500;

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord event) {
      StringWriter text = new StringWriter();
      PrintWriter line = new PrintWriter(text);
      line.print(TIME.format(event.getInstant()));
      line.print(' ');
      line.print(event.getLevel().getName());
      line.print(' ');
      line.print(OneLine.of(formatMessage(event), LONGEST_MESSAGE));
      Throwable thrown = event.getThrown();
      if (thrown instanceof IOException) {
        line.print(": " + OneLine.of(thrown.toString()));
        thrown = null;
      }
      line.println();
      if (thrown != null) {
        thrown.printStackTrace(line);
      }
      line.flush();
      return text.toString();
    }
  }
}
