package org.drafthorse.runtime;

import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;

/** The loggers, by what an operator may want to switch on or off. */
final class Log {

  /** A refused handshake is one line of INFO here. */
  static final System.Logger HANDSHAKE = System.getLogger("org.drafthorse.handshake");

  static final System.Logger RUNTIME = System.getLogger("org.drafthorse.runtime");

  private static final int LONGEST_VALUE = 200;

  private Log() {}

  static void refused(RequestHead head, Refusal refusal) {
    if (HANDSHAKE.isLoggable(System.Logger.Level.INFO)) {
      HANDSHAKE.log(
          System.Logger.Level.INFO,
          "refused "
              + printable(head.resourceName())
              + " from "
              + printable(head.peer().getHostString())
              + ":"
              + head.peer().getPort()
              + ": "
              + refusal.status()
              + " "
              + refusal.reason()
              + (refusal.status() == 403 ? origin(head) : ""));
    }
  }

  /** What an operator needs to allow it. */
  private static String origin(RequestHead head) {
    String origin = head.header("Origin");
    String draft = head.header("Sec-WebSocket-Origin");
    String sent = draft == null ? origin : draft;
    return sent == null ? "" : " (" + printable(sent) + ")";
  }

  /** A peer's value on one line, so that it can neither forge lines nor fill the log. */
  static String printable(String value) {
    StringBuilder line = new StringBuilder();
    int length = Math.min(value.length(), LONGEST_VALUE);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      line.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return length < value.length() ? line.append("...").toString() : line.toString();
  }
}
