package org.drafthorse.engine;

import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/**
 * Reads a client's opening handshake (RFC 6455, section 4.2.1; draft 00, section 5.1; over HTTP/2,
 * RFC 8441, section 5). One validator for all versions; any thread.
 */
public final class OpeningHandshake {

  private static final String VERSION = "Sec-WebSocket-Version";
  private static final String KEY = "Sec-WebSocket-Key";
  private static final String KEY1 = "Sec-WebSocket-Key1";
  private static final String KEY2 = "Sec-WebSocket-Key2";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";
  private static final int FULL_KEY_LENGTH = 24;
  private static final int LONGEST_KEY = 256;

  private OpeningHandshake() {}

  /** A {@link ClientHandshake} or a {@link Refusal}. */
  public sealed interface Outcome permits Accepted, Refusal {}

  /**
   * The request is valid.
   *
   * @param handshake what the client asks for
   */
  public record Accepted(ClientHandshake handshake) implements Outcome {}

  /**
   * Whether a request with these values of {@code Upgrade} asks for WebSocket. All else about it
   * may still be wrong.
   */
  public static boolean asksForWebSocket(List<String> upgradeValues) {
    return HeaderValues.containToken(upgradeValues, "websocket");
  }

  /**
   * Reads a request.
   *
   * @param enabled the versions that may connect
   */
  public static Outcome read(RequestHead head, Set<ProtocolVersion> enabled) {
    boolean connect = ExtendedConnect.is(head);
    Refusal refusal = connect ? ExtendedConnect.check(head) : checkUpgrade(head);
    if (refusal == null) {
      refusal = checkOnce(head);
    }
    if (refusal != null) {
      return refusal;
    }
    ProtocolVersion version = version(head);
    Set<ProtocolVersion> possible = connect ? ExtendedConnect.possible(enabled) : enabled;
    if (version == null || !possible.contains(version)) {
      return wrongVersion(head, possible);
    }
    refusal = checkBody(head, version);
    if (refusal == null) {
      refusal = checkLists(head, version);
    }
    if (refusal != null) {
      return refusal;
    }
    if (connect) {
      return accepted(head, version, "", new byte[0]);
    }
    return version == ProtocolVersion.V00 ? readDraft00(head) : readHybi(head, version);
  }

  private static @Nullable Refusal checkUpgrade(RequestHead head) {
    if (!head.method().equals("GET")) {
      return bad("the method is not GET");
    }
    if (!head.protocol().equals("HTTP/1.1")) {
      return bad("the request is not HTTP/1.1");
    }
    if (!asksForWebSocket(head.headers("Upgrade"))) {
      return bad("Upgrade does not name websocket");
    }
    if (!HeaderValues.containToken(head.headers("Connection"), "upgrade")) {
      return bad("Connection does not name Upgrade");
    }
    return null;
  }

  private static @Nullable Refusal checkOnce(RequestHead head) {
    String host = head.header("Host");
    if (head.count("Host") != 1 || host == null || host.isBlank()) {
      return bad("there must be exactly one Host header with a value");
    }
    if (head.count(VERSION) > 1) {
      return bad("there is more than one " + VERSION);
    }
    return null;
  }

  /** The version that the request is written in, or null if it is none that exists here. */
  private static @Nullable ProtocolVersion version(RequestHead head) {
    String wanted = head.header(VERSION);
    if (wanted == null) {
      // A missing version alone says nothing: draft 00 is known by its two keys.
      return head.count(KEY1) + head.count(KEY2) > 0 ? ProtocolVersion.V00 : null;
    }
    return switch (HeaderValues.trim(wanted)) {
      case "13" -> ProtocolVersion.V13;
      case "8" -> ProtocolVersion.V8;
      case "7" -> ProtocolVersion.V7;
      case "0" -> ProtocolVersion.V00;
      default -> null;
    };
  }

  private static Refusal wrongVersion(RequestHead head, Set<ProtocolVersion> enabled) {
    String names =
        enabled.stream()
            .map(ProtocolVersion::number)
            .sorted(Comparator.reverseOrder())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (names.isEmpty()) {
      return new Refusal(426, "no version that there is over HTTP/2 is enabled");
    }
    boolean namesNone = head.count(VERSION) + head.count(KEY1) + head.count(KEY2) == 0;
    if (namesNone) {
      return new Refusal(400, "there is no " + VERSION, Map.of(VERSION, names));
    }
    if (ExtendedConnect.is(head)) {
      // Without Upgrade, which HTTP/2 forbids in answers too.
      String reason = "the version in " + VERSION + " is not one that there is over HTTP/2";
      return new Refusal(426, reason, Map.of(VERSION, names));
    }
    String reason =
        head.count(VERSION) == 0
            ? "version 00 is not enabled"
            : "the version in " + VERSION + " is not enabled";
    return new Refusal(426, reason, Map.of(VERSION, names, "Upgrade", "websocket"));
  }

  private static @Nullable Refusal checkBody(RequestHead head, ProtocolVersion version) {
    if (head.count("Transfer-Encoding") > 0) {
      return bad("a handshake has no body, but there is a Transfer-Encoding");
    }
    List<String> lengths = head.headers("Content-Length");
    if (lengths.stream().distinct().count() > 1) {
      return bad("there is more than one Content-Length");
    }
    String length = lengths.isEmpty() ? "0" : lengths.get(0);
    // Some clients of version 00 announce the eight bytes behind the head as a body.
    if (length.equals("0") || (version == ProtocolVersion.V00 && length.equals("8"))) {
      return null;
    }
    return bad("a handshake has no body, but Content-Length announces one");
  }

  private static @Nullable Refusal checkLists(RequestHead head, ProtocolVersion version) {
    for (String name : List.of(version.originHeader(), "Origin")) {
      if (head.count(name) > 1) {
        return bad("there is more than one " + name);
      }
    }
    String own = head.header(version.originHeader());
    String plain = head.header("Origin");
    if (own != null && plain != null && !own.equals(plain) && isOrigin(plain)) {
      return bad("Origin and " + version.originHeader() + " differ");
    }
    for (String each : subprotocols(head, version)) {
      if (!HeaderValues.isToken(each)) {
        return bad(PROTOCOL + " has an element that is no token");
      }
    }
    return null;
  }

  /**
   * Whether it says where a page came from (RFC 6454, section 6.2). A widely used client of version
   * 8 writes its host there, beside the header of its version.
   */
  private static boolean isOrigin(String value) {
    return value.contains("://") || value.equals("null");
  }

  private static Outcome readHybi(RequestHead head, ProtocolVersion version) {
    String key = head.header(KEY);
    if (key == null || head.count(KEY) != 1) {
      return bad("there must be exactly one " + KEY);
    }
    key = HeaderValues.trim(key);
    if (!isKey(key, version)) {
      return bad(KEY + " is not base64 of 16 bytes");
    }
    return accepted(head, version, key, new byte[0]);
  }

  private static boolean isKey(String key, ProtocolVersion version) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      return false;
    }
    if (!version.demandsFullKey()) {
      return isPrintable(key);
    }
    try {
      // The decoder alone would do without the padding.
      return key.length() == FULL_KEY_LENGTH && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static Outcome readDraft00(RequestHead head) {
    String key1 = head.header(KEY1);
    String key2 = head.header(KEY2);
    if (key1 == null || key2 == null || head.count(KEY1) != 1 || head.count(KEY2) != 1) {
      return bad("there must be exactly one " + KEY1 + " and one " + KEY2);
    }
    long number1 = Draft00Challenge.keyNumber(key1);
    long number2 = Draft00Challenge.keyNumber(key2);
    if (number1 < 0 || number2 < 0) {
      return bad(
          (number1 < 0 ? KEY1 : KEY2)
              + " has no spaces, no digits, a remainder or too many digits");
    }
    byte[] numbers = Draft00Challenge.numbers(number1, number2);
    return accepted(head, ProtocolVersion.V00, "", numbers);
  }

  private static Outcome accepted(
      RequestHead head, ProtocolVersion version, String key, byte[] challenge) {
    String origin = head.header(version.originHeader());
    // Some clients of version 8 already send the RFC's header.
    if (origin == null) {
      origin = head.header("Origin");
    }
    return new Accepted(
        new ClientHandshake(head, version, origin, subprotocols(head, version), key, challenge));
  }

  private static List<String> subprotocols(RequestHead head, ProtocolVersion version) {
    return HeaderValues.elements(head.headers(PROTOCOL), version == ProtocolVersion.V00);
  }

  private static Refusal bad(String reason) {
    return new Refusal(400, reason);
  }
}
