package org.drafthorse.bench;

import java.util.ArrayList;
import java.util.List;

/** A table whose columns line up in plain text, too: the first to the left, the others right. */
final class MarkdownTable {

  private final List<List<String>> rows = new ArrayList<>();

  /** The first row is the head. */
  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(Math.max(3, widths[i]), row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("|");
      for (int i = 0; i < columns; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        line.append(' ').append(i == 0 ? row.get(i) + blanks : blanks + row.get(i)).append(" |");
      }
      lines.add(line.toString());
    }
    lines.add(1, rule(widths));
    return lines;
  }

  private static String rule(int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "-" + "-".repeat(widths[i]) + "-|" : "-".repeat(widths[i] + 1) + ":|");
    }
    return line.toString();
  }
}
