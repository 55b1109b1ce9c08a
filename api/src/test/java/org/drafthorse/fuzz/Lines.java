package org.drafthorse.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as lines of text, as containers read them, and such lines as headers. */
final class Lines {

  /**
   * A header.
   *
   * @param name perhaps with a colon in front, as HTTP/2 has them
   */
  record Header(String name, String value) {}

  private Lines() {}

  static List<String> of(byte[] bytes) {
    return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\r?\n", -1));
  }

  /** One for each line that is one; a single space behind the colon is no part of the value. */
  static List<Header> headers(List<String> lines) {
    List<Header> headers = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':', 1);
      if (colon > 0) {
        int value = line.startsWith(": ", colon) ? colon + 2 : colon + 1;
        headers.add(new Header(line.substring(0, colon), line.substring(value)));
      }
    }
    return headers;
  }

  /** As a request head takes them. */
  static String[] flat(List<Header> headers) {
    return headers.stream()
        .flatMap(each -> List.of(each.name(), each.value()).stream())
        .toArray(String[]::new);
  }
}
