package org.drafthorse.engine.deflate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.drafthorse.Nullable;

/**
 * Reads the values of {@code Sec-WebSocket-Extensions} (RFC 6455, section 9.1), from left to right
 * in one pass, so the time grows with the length and nothing else. A list that breaks the grammar
 * offers nothing from the place on where it does.
 */
final class ExtensionOffers {

  /**
   * A parameter of an extension.
   *
   * @param name in lower case
   * @param value without quotes, or null if there is none
   */
  record Parameter(String name, @Nullable String value) {}

  /**
   * An extension that the client would use.
   *
   * @param name in lower case
   */
  record Offer(String name, List<Parameter> parameters) {}

  private static final char NONE = '\0';

  private final String text;
  private int at;

  private ExtensionOffers(String text) {
    this.text = text;
  }

  /** The offers of all values, in the client's order. */
  static List<Offer> of(List<String> values) {
    List<Offer> all = new ArrayList<>(2);
    for (String each : values) {
      if (!new ExtensionOffers(each).readAll(all)) {
        break;
      }
    }
    return all;
  }

  private boolean readAll(List<Offer> into) {
    while (true) {
      skipSpaces();
      if (at == text.length()) {
        return true;
      }
      if (peek() != ',') {
        Offer offer = offer();
        if (offer == null || (at < text.length() && peek() != ',')) {
          return false;
        }
        into.add(offer);
      }
      if (at < text.length()) {
        at++;
      }
    }
  }

  private @Nullable Offer offer() {
    String name = token();
    if (name.isEmpty()) {
      return null;
    }
    List<Parameter> parameters = new ArrayList<>(2);
    skipSpaces();
    while (peek() == ';') {
      at++;
      Parameter parameter = parameter();
      if (parameter == null) {
        return null;
      }
      parameters.add(parameter);
      skipSpaces();
    }
    return new Offer(name.toLowerCase(Locale.ROOT), parameters);
  }

  private @Nullable Parameter parameter() {
    skipSpaces();
    String name = token();
    if (name.isEmpty()) {
      return null;
    }
    skipSpaces();
    String value = null;
    if (peek() == '=') {
      at++;
      skipSpaces();
      value = peek() == '"' ? quoted() : token();
      if (value == null || value.isEmpty()) {
        return null;
      }
    }
    return new Parameter(name.toLowerCase(Locale.ROOT), value);
  }

  /** What stands between quotes, which has to be a token too; null if it is not, or has no end. */
  private @Nullable String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = peek();
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\') {
        at++;
        c = peek();
      }
      if (!isTokenChar(c)) {
        return null;
      }
      value.append(c);
    }
    return null;
  }

  private String token() {
    int start = at;
    while (isTokenChar(peek())) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipSpaces() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : NONE;
  }

  private static boolean isTokenChar(char c) {
    return c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }
}
