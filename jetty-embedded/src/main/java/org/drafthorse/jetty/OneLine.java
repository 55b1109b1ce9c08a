package org.drafthorse.jetty;

/** Keeps a line one line, whoever wrote the text in it. */
final class OneLine {

  private OneLine() {}

  /** The same text with spaces for line ends and other control characters. */
  static String of(String text) {
    if (text.codePoints().noneMatch(OneLine::breaksLines)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(c -> breaksLines(c) ? ' ' : c).forEach(line::appendCodePoint);
    return line.toString();
  }

  /** The same, cut to that many characters. */
  static String of(String text, int longest) {
    return text.length() <= longest ? of(text) : of(text.substring(0, longest)) + "...";
  }

  private static boolean breaksLines(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
