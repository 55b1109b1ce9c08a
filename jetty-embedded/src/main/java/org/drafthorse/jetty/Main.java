package org.drafthorse.jetty;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The command line server. Exit status: 0 when it was asked for help, 1 when it cannot serve, 2 for
 * a wrong option; both of them with one line on standard error.
 */
public final class Main {

  private static final int CANNOT_SERVE = 1;
  private static final int WRONG_OPTION = 2;

  private Main() {}

  /** Serves until the process is told to end; then clients are closed with 1001. */
  public static void main(String[] args) {
    Logging.configure();
    // Whatever threads a failed start may have left.
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ServeCommand());
    line.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, new OptionList());
    line.setParameterExceptionHandler(Main::wrongOption);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          complain(command.getErr(), error);
          return CANNOT_SERVE;
        });
    return line;
  }

  private static int wrongOption(ParameterException error, String[] args) {
    PrintWriter err = error.getCommandLine().getErr();
    complain(err, error);
    return WRONG_OPTION;
  }

  private static void complain(PrintWriter err, Throwable error) {
    String message = error.getMessage();
    String line = message == null ? error.getClass().getSimpleName() : message;
    err.println("drafthorse: " + OneLine.of(line));
    err.flush();
  }
}
