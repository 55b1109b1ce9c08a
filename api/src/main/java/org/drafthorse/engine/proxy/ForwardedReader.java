package org.drafthorse.engine.proxy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.drafthorse.Nullable;

/**
 * Reads the elements of {@code Forwarded} (RFC 7239, section 4) from the last to the first.
 *
 * <p>Backwards in every character: a quotation mark that a client opened and did not close would
 * hide from a reader that comes from the left what the proxies have added. Read from the right, the
 * last element is one that the nearest proxy wrote, whatever stands before its comma.
 */
final class ForwardedReader {

  private final List<String> lines;
  private int line;
  private String text = "";

  /** What is at this place and behind it was read; -1 before the line was begun. */
  private int end = -1;

  ForwardedReader(List<String> lines) {
    this.lines = lines;
    this.line = lines.size();
  }

  /** Whether there is another element to the left. */
  boolean hasNext() {
    return end >= 0 || line > 0;
  }

  /**
   * The pairs of the next element to the left, with names in lower case. Null if it is malformed,
   * or has none: then nothing is certain about what is left of it.
   */
  @Nullable
  Map<String, String> next() {
    if (end < 0) {
      text = lines.get(--line);
      end = text.length();
    }
    Map<String, String> pairs = new HashMap<>(4);
    do {
      skipSpace();
      if (!atEdge() && !readPair(pairs)) {
        return null;
      }
    } while (stepOver(';'));
    if (!stepOver(',')) {
      if (end > 0) {
        return null;
      }
      end = -1;
    }
    return pairs.isEmpty() ? null : pairs;
  }

  /** Whether there is no pair here, where there may be none. */
  private boolean atEdge() {
    return end == 0 || text.charAt(end - 1) == ';' || text.charAt(end - 1) == ',';
  }

  private boolean readPair(Map<String, String> pairs) {
    boolean quoted = text.charAt(end - 1) == '"';
    String value = quoted ? readQuoted() : readToken();
    if (value == null || value.isEmpty() || !stepOver('=')) {
      return false;
    }
    String name = readToken().toLowerCase(Locale.ROOT);
    skipSpace();
    return !name.isEmpty() && pairs.put(name, value) == null;
  }

  /** More than a token may be: values that should be in quotation marks are often without. */
  private String readToken() {
    int last = end;
    while (end > 0 && " \t\",;=".indexOf(text.charAt(end - 1)) < 0) {
      end--;
    }
    return text.substring(end, last);
  }

  /** The quoted string that ends here, without its backslashes; null if it does not begin. */
  private @Nullable String readQuoted() {
    int last = end - 1;
    if (backslashesBefore(last) % 2 == 1) {
      return null;
    }
    end = last;
    while (end > 0) {
      end--;
      if (text.charAt(end) == '"') {
        int backslashes = backslashesBefore(end);
        if (backslashes % 2 == 0) {
          return unescape(text.substring(end + 1, last));
        }
        end -= backslashes;
      }
    }
    return null;
  }

  private int backslashesBefore(int place) {
    int start = place;
    while (start > 0 && text.charAt(start - 1) == '\\') {
      start--;
    }
    return place - start;
  }

  private static String unescape(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder plain = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '\\') {
        i++;
      }
      plain.append(raw.charAt(i));
    }
    return plain.toString();
  }

  private void skipSpace() {
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
      end--;
    }
  }

  private boolean stepOver(char c) {
    boolean there = end > 0 && text.charAt(end - 1) == c;
    if (there) {
      end--;
    }
    return there;
  }
}
