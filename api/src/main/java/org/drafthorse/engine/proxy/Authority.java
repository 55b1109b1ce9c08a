package org.drafthorse.engine.proxy;

/** A host and perhaps a port (RFC 3986, section 3.2), of the kind that a URL of the web has. */
final class Authority {

  private static final int LONGEST = 260;

  private Authority() {}

  static boolean isValid(String text) {
    int end = hostEnd(text);
    if (end < 1 || text.length() > LONGEST) {
      return false;
    }
    boolean portFits =
        end == text.length()
            || (text.charAt(end) == ':' && Digits.port(text.substring(end + 1)) > 0);
    return portFits && isHost(text.substring(0, end));
  }

  /** Whether something follows the host. */
  static boolean namesPort(String text) {
    return hostEnd(text) < text.length();
  }

  /** Where the host of that text ends, 0 if there is none. */
  private static int hostEnd(String text) {
    if (text.startsWith("[")) {
      return text.indexOf(']') + 1;
    }
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      String literal = host.substring(1, host.length() - 1);
      return literal.indexOf(':') >= 0 && IpAddress.tryParse(literal) != null;
    }
    return host.chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._".indexOf(c) >= 0);
  }
}
