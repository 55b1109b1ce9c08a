package org.drafthorse.jetty;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The options' part of the help, wrapped at blanks alone: the library's own way breaks URLs. */
final class OptionList implements IHelpSectionRenderer {

  /** Where descriptions begin, and go on. */
  private static final int COLUMN = 28;

  private static final int CONTINUED = COLUMN + 2;
  private static final int UNWRAPPED = 10_000;

  @Override
  public String render(Help help) {
    UsageMessageSpec usage = help.commandSpec().usageMessage();
    int width = usage.width();
    boolean auto = usage.autoWidth();
    usage.autoWidth(false).width(UNWRAPPED);
    try {
      List<String> lines = new ArrayList<>();
      help.optionList().lines().forEach(line -> wrap(line.stripTrailing(), width, lines));
      return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    } finally {
      usage.width(width).autoWidth(auto);
    }
  }

  private static void wrap(String line, int width, List<String> to) {
    String rest = line;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      if (blank <= CONTINUED) {
        break;
      }
      to.add(rest.substring(0, blank));
      rest = " ".repeat(CONTINUED) + rest.substring(blank + 1);
    }
    to.add(rest);
  }
}
