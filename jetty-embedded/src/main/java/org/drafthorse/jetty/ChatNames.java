package org.drafthorse.jetty;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;

/** Makes what strangers write fit for a line of the chat. */
final class ChatNames {

  private static final String PARAMETER = "name=";
  private static final int LONGEST = 24;

  private ChatNames() {}

  /** The name that the query asks for, without what could pass for something else; or empty. */
  static String asked(@Nullable String query) {
    if (query == null) {
      return "";
    }
    for (String each : query.split("&", -1)) {
      if (each.startsWith(PARAMETER)) {
        return tidy(decode(each.substring(PARAMETER.length())));
      }
    }
    return "";
  }

  /** The same text without line ends and other control characters. */
  static String oneLine(String text) {
    if (text.codePoints().noneMatch(ChatNames::breaksLines)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(c -> breaksLines(c) ? ' ' : c).forEach(line::appendCodePoint);
    return line.toString();
  }

  private static boolean breaksLines(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }

  private static String tidy(String name) {
    StringBuilder kept = new StringBuilder();
    name.strip()
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || " ._-".indexOf(c) >= 0)
        .limit(LONGEST)
        .forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
