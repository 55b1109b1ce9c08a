package org.drafthorse.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads header values that are lists (RFC 9110, section 5.6.1): one pass over the characters, no
 * regular expression, so the time grows with the length and nothing else.
 */
final class HeaderValues {

  private HeaderValues() {}

  /** Whether one of the values, as lists with commas, has this token in any case. */
  static boolean containToken(List<String> values, String token) {
    for (String value : values) {
      for (String each : split(value, false)) {
        if (each.equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  /** All elements of all values, each once; empty elements are passed over. */
  static List<String> elements(List<String> values, boolean spacesSeparate) {
    if (values.isEmpty()) {
      return List.of();
    }
    Set<String> all = new LinkedHashSet<>(4);
    for (String value : values) {
      all.addAll(split(value, spacesSeparate));
    }
    return List.copyOf(all);
  }

  /** Whether it is a token of RFC 9110, section 5.6.2. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Without the white space around it: space and tab, and nothing else (section 5.6.3). */
  static String trim(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isSpace(value.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static List<String> split(String value, boolean spacesSeparate) {
    List<String> parts = new ArrayList<>(2);
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      boolean ends =
          i == value.length()
              || value.charAt(i) == ','
              || (spacesSeparate && value.charAt(i) == ' ');
      if (ends) {
        String part = trim(value.substring(start, i));
        if (!part.isEmpty()) {
          parts.add(part);
        }
        start = i + 1;
      }
    }
    return parts;
  }
}
