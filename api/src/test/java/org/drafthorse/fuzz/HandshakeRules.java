package org.drafthorse.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.drafthorse.fuzz.Lines.Header;

/**
 * When a handshake is valid, in other words than the engine's: RFC 6455, section 4.2.1, and what
 * the project asks for beyond it. Headers are read with regular expressions, one rule a method.
 *
 * @param protocol such as {@code HTTP/1.1}
 */
record HandshakeRules(String method, String protocol, List<Header> headers) {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
  private static final Pattern OLD_KEY = Pattern.compile("[!-~]{1,256}");

  /** The version in which the handshake is valid, or -1. */
  int version() {
    int version = connect() ? overHttp2() : upgrade() ? claimed() : -1;
    boolean valid =
        version >= 0
            && values("Host").size() == 1
            && !values("Host").get(0).isBlank()
            && keyIsRight(version)
            && noBody(version)
            && oneOrigin(version)
            && subprotocolsAreTokens(version);
    return valid ? version : -1;
  }

  private boolean connect() {
    return method.equals("CONNECT") && !values(":protocol").isEmpty();
  }

  /** RFC 8441, section 5. */
  private int overHttp2() {
    boolean right =
        protocol.equals("HTTP/2.0")
            && values(":protocol").size() == 1
            && lower(values(":protocol").get(0)).equals("websocket")
            && values("Upgrade").isEmpty()
            && values("Connection").isEmpty();
    return right && claimed() == 13 ? 13 : -1;
  }

  /** Items 1, 3 and 4. */
  private boolean upgrade() {
    return method.equals("GET")
        && protocol.equals("HTTP/1.1")
        && elements("Upgrade", ",").contains("websocket")
        && elements("Connection", ",").contains("upgrade");
  }

  /** Item 6; drafts 7, 8, and 00, which has no number. */
  private int claimed() {
    List<String> versions = values("Sec-WebSocket-Version");
    if (versions.isEmpty()) {
      boolean keys = values("Sec-WebSocket-Key1").size() + values("Sec-WebSocket-Key2").size() > 0;
      return keys ? 0 : -1;
    }
    String only = versions.size() == 1 ? trim(versions.get(0)) : "";
    return Set.of("13", "8", "7", "0").contains(only) ? Integer.parseInt(only) : -1;
  }

  /** Item 5; draft 00, section 5.2, items 4 to 7. */
  private boolean keyIsRight(int version) {
    if (connect()) {
      return true;
    }
    if (version == 0) {
      return hidesNumber("Sec-WebSocket-Key1") && hidesNumber("Sec-WebSocket-Key2");
    }
    List<String> keys = values("Sec-WebSocket-Key");
    return keys.size() == 1 && (version == 13 ? KEY : OLD_KEY).matcher(trim(keys.get(0))).matches();
  }

  private boolean hidesNumber(String name) {
    if (values(name).size() != 1) {
      return false;
    }
    String key = values(name).get(0);
    String digits = key.replaceAll("[^0-9]", "").replaceFirst("^0+(?=.)", "");
    int spaces = key.replaceAll("[^ ]", "").length();
    return spaces > 0
        && digits.matches("[0-9]{1,10}")
        && Long.parseLong(digits) <= 0xFFFFFFFFL
        && Long.parseLong(digits) % spaces == 0;
  }

  private boolean noBody(int version) {
    Set<String> lengths = new TreeSet<>(values("Content-Length"));
    return values("Transfer-Encoding").isEmpty()
        && (lengths.isEmpty()
            || lengths.equals(Set.of("0"))
            || (version == 0 && lengths.equals(Set.of("8"))));
  }

  /** What is no origin (RFC 6454, section 6.2) contradicts none. */
  private boolean oneOrigin(int version) {
    List<String> plain = values("Origin");
    boolean draft = version == 7 || version == 8;
    List<String> own = draft ? values("Sec-WebSocket-Origin") : plain;
    return plain.size() <= 1
        && own.size() <= 1
        && (plain.isEmpty()
            || own.isEmpty()
            || plain.equals(own)
            || !plain.get(0).matches("(?s).*://.*|null"));
  }

  private boolean subprotocolsAreTokens(int version) {
    return subprotocols(version).stream().allMatch(each -> TOKEN.matcher(each).matches());
  }

  /** What is offered, as written; draft 00 has spaces between. */
  List<String> subprotocols(int version) {
    String joined = String.join(",", values("Sec-WebSocket-Protocol"));
    return Arrays.stream(joined.split(version == 0 ? "[ ,]" : ",", -1))
        .map(HandshakeRules::trim)
        .filter(each -> !each.isEmpty())
        .distinct()
        .toList();
  }

  private List<String> elements(String name, String separator) {
    return Arrays.stream(String.join(",", values(name)).split(separator, -1))
        .map(each -> lower(trim(each)))
        .toList();
  }

  List<String> values(String name) {
    return headers.stream()
        .filter(each -> lower(each.name()).equals(lower(name)))
        .map(Header::value)
        .toList();
  }

  /** Space and tab, as RFC 9110, section 5.6.3, has it. */
  private static String trim(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  /** ASCII's letters alone. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x80) {
        lower.setCharAt(i, Character.toLowerCase(text.charAt(i)));
      }
    }
    return lower.toString();
  }
}
