package org.drafthorse.runtime;

import java.net.InetSocketAddress;
import org.drafthorse.Nullable;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;

/** The loggers, by what an operator may want to switch on or off. */
final class Log {

  /** A refused handshake is one line of INFO here. */
  static final System.Logger HANDSHAKE = System.getLogger("org.drafthorse.handshake");

  static final System.Logger RUNTIME = System.getLogger("org.drafthorse.runtime");

  private static final int LONGEST_VALUE = 200;

  private Log() {}

  /** A network that fails is a matter of course; what else an adapter throws is not. */
  static void transportFailed(ConnectionDriver driver, @Nullable Throwable cause) {
    if ((cause instanceof RuntimeException fault) && !driver.closing().isEnding()) {
      failed("the transport of " + driver.client() + " failed", fault);
    } else if (cause instanceof Error fault) {
      failed("an error ends the transport of " + driver.client(), fault);
    }
  }

  /** A failure of this side; throws nothing, however little memory is left. */
  static void failed(String what, Throwable cause) {
    failed(what, "", cause);
  }

  /** The same, and whose it is. */
  static void failed(String what, Object whose, Throwable cause) {
    try {
      String name = whose.toString();
      RUNTIME.log(System.Logger.Level.ERROR, name.isEmpty() ? what : what + ": " + name, cause);
    } catch (Throwable e) {
      // There is nobody left to tell.
    }
  }

  static void refused(RequestHead head, Refusal refusal) {
    if (HANDSHAKE.isLoggable(System.Logger.Level.INFO)) {
      HANDSHAKE.log(
          System.Logger.Level.INFO,
          "refused "
              + printable(head.resourceName())
              + " from "
              + client(head)
              + ": "
              + refusal.status()
              + " "
              + refusal.reason()
              + (refusal.status() == 403 ? origin(head) : ""));
    }
  }

  /** A proxy that an operator trusts said what is not believed. */
  static void doubted(RequestHead head, String doubt) {
    if (HANDSHAKE.isLoggable(System.Logger.Level.DEBUG)) {
      HANDSHAKE.log(
          System.Logger.Level.DEBUG,
          "the proxy " + printable(head.peer().getHostString()) + " is not believed: " + doubt);
    }
  }

  /** Address and port, and the nearest proxy where there is one. */
  private static String client(RequestHead head) {
    InetSocketAddress client = head.route().client();
    boolean direct = client.equals(head.peer());
    return socket(client) + (direct ? "" : " behind " + socket(head.peer()));
  }

  private static String socket(InetSocketAddress address) {
    String port = address.getPort() == 0 ? "" : ":" + address.getPort();
    return printable(address.getHostString()) + port;
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
