package org.drafthorse;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A status code and a reason, as a close frame carries them (RFC 6455, sections 5.5.1 and 7.4).
 *
 * <p>Immutable. Codes 1005 and 1006 never travel on the wire; they only tell a handler that a close
 * frame carried no code, or that none came.
 *
 * @param code 1000 to 4999
 * @param reason at most 123 bytes of UTF-8, for a log or a programmer and not for a person; may be
 *     empty
 */
public record CloseStatus(int code, String reason) {

  /** The longest reason that fits into a close frame, in bytes of UTF-8. */
  public static final int MAX_REASON_BYTES = 123;

  /** 1000: the purpose of the connection is fulfilled. */
  public static final CloseStatus NORMAL = of(1000);

  /** 1001: the server stops, or the page was left. */
  public static final CloseStatus GOING_AWAY = of(1001);

  /** 1002: the peer broke the protocol. */
  public static final CloseStatus PROTOCOL_ERROR = of(1002);

  /** 1003: a kind of data that the handler does not take. */
  public static final CloseStatus UNSUPPORTED_DATA = of(1003);

  /** 1005: a close frame without a code came. Never sent. */
  public static final CloseStatus NO_STATUS = of(1005);

  /** 1006: the connection ended without a close frame. Never sent. */
  public static final CloseStatus ABNORMAL = of(1006);

  /** 1007: text that is not UTF-8. */
  public static final CloseStatus INVALID_PAYLOAD = of(1007);

  /** 1008: the handler does not want this peer. */
  public static final CloseStatus POLICY_VIOLATION = of(1008);

  /** 1009: a frame or message above the limit. */
  public static final CloseStatus TOO_BIG = of(1009);

  /** 1011: the handler failed. */
  public static final CloseStatus INTERNAL_ERROR = of(1011);

  /**
   * Checks the range of the code and the length of the reason.
   *
   * @throws IllegalArgumentException if the code is outside 1000 to 4999 or the reason is longer
   *     than {@value #MAX_REASON_BYTES} bytes of UTF-8
   */
  public CloseStatus {
    Objects.requireNonNull(reason, "reason");
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException("a status code is 1000 to 4999, not " + code);
    }
    int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_REASON_BYTES) {
      throw new IllegalArgumentException(
          "a close reason has at most " + MAX_REASON_BYTES + " bytes of UTF-8, this one " + bytes);
    }
  }

  /** The code without a reason. */
  public static CloseStatus of(int code) {
    return new CloseStatus(code, "");
  }

  /** The same code with this reason. */
  public CloseStatus because(String why) {
    return new CloseStatus(code, why);
  }

  /**
   * Whether a server may put this code into a close frame: 1000 to 1003, 1007 to 1009, 1011 to
   * 1014, 3000 to 4999 (section 7.4 and the IANA registry; 1010 is the client's alone).
   */
  public boolean isSendable() {
    return code != 1010 && isOnTheWire(code);
  }

  /** Whether a client may put this code into a close frame of RFC 6455. */
  public static boolean isOnTheWire(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
  }

  // Written out: on JDK 17 a record's own, once called, keeps its class loader from being
  // collected.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CloseStatus that && code == that.code && reason.equals(that.reason);
  }

  @Override
  public int hashCode() {
    return 31 * code + reason.hashCode();
  }
}
