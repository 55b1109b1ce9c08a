package org.drafthorse.jetty;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;

/** Makes names of the chat out of what strangers ask for. */
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
