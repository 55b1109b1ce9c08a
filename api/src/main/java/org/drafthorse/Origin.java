package org.drafthorse;

import java.util.Locale;
import java.util.Objects;

/**
 * A scheme, host and port as a browser writes them (RFC 6454, section 6.2), in lower case.
 *
 * @param port the scheme's own where none was named; -1 if the scheme has none
 */
record Origin(String scheme, String host, int port) {

  private static final int MAX_LENGTH = 512;

  /**
   * Reads a setting.
   *
   * @throws IllegalArgumentException if it is no origin, naming it
   */
  static Origin parse(String text) {
    Origin origin = tryParse(text);
    if (origin == null) {
      throw new IllegalArgumentException(
          "not an origin (scheme://host or scheme://host:port, no slash behind): " + text);
    }
    return origin;
  }

  /** Reads what a client sent; null if it is no origin. */
  static @Nullable Origin tryParse(String text) {
    int schemeEnd = text.indexOf("://");
    if (schemeEnd <= 0 || text.length() > MAX_LENGTH) {
      return null;
    }
    String scheme = text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    String authority = text.substring(schemeEnd + 3).toLowerCase(Locale.ROOT);
    int hostEnd = hostEnd(authority);
    String host = hostEnd < 0 ? "" : authority.substring(0, hostEnd);
    if (host.isEmpty() || !isToken(scheme, "+-.") || !isHost(host)) {
      return null;
    }
    boolean namesPort = hostEnd < authority.length();
    int port = namesPort ? port(authority.substring(hostEnd)) : defaultPort(scheme);
    return port == 0 ? null : new Origin(scheme, host, port);
  }

  /** Whether the other has this scheme and host, on whatever port. */
  boolean sameSchemeAndHost(Origin other) {
    return scheme.equals(other.scheme) && host.equals(other.host);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }

  private static int hostEnd(String authority) {
    if (authority.startsWith("[")) {
      return authority.indexOf(']') + 1;
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority.length() : colon;
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return host.length() > 2 && isToken(host.substring(1, host.length() - 1), ":.");
    }
    return isToken(host, "-._");
  }

  private static boolean isToken(String text, String alsoAllowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && alsoAllowed.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The port behind the colon, 0 if it is none. */
  private static int port(String colonAndDigits) {
    int length = colonAndDigits.length();
    if (length < 2
        || length > 6
        || colonAndDigits.charAt(0) != ':'
        || colonAndDigits.charAt(1) == '0') {
      return 0;
    }
    int port = 0;
    for (int i = 1; i < length; i++) {
      char c = colonAndDigits.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      port = port * 10 + (c - '0');
    }
    return port > 65535 ? 0 : port;
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> -1;
    };
  }

  // Written out: on JDK 17 a record's own, once called, keeps its class loader from being
  // collected.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin that
        && port == that.port
        && host.equals(that.host)
        && scheme.equals(that.scheme);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, host, port);
  }
}
