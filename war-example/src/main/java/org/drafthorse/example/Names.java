package org.drafthorse.example;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;

/** Keeps what strangers write from passing for something else. */
final class Names {

  private static final int LONGEST = 24;

  private Names() {}

  /** The name in the query: letters, digits, and {@code . _ -} only; or empty. */
  static String asked(@Nullable String query) {
    if (query == null || !query.startsWith("name=")) {
      return "";
    }
    try {
      return URLDecoder.decode(query.substring("name=".length()), StandardCharsets.UTF_8)
          .codePoints()
          .map(c -> c == ' ' ? '_' : c)
          .filter(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0)
          .limit(LONGEST)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The same text, with spaces for line ends and what else a terminal would obey. */
  static String oneLine(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c)
        .filter(c -> Character.getType(c) != Character.FORMAT || c == '\u200D')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
