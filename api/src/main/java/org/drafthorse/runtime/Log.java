package org.drafthorse.runtime;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;

/** The loggers, by what an operator may want to switch on or off. */
final class Log {

  /** A refused handshake is one line of INFO here. */
  static final System.Logger HANDSHAKE =
      new QuietLogger(System.getLogger("org.drafthorse.handshake"));

  static final System.Logger RUNTIME = new QuietLogger(System.getLogger("org.drafthorse.runtime"));

  private static final int LONGEST_VALUE = 200;
  private static final int MOST_PATHS = 50;

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

  static void refused(FloodLog flood, RequestHead head, Refusal refusal) {
    flood.log(
        HANDSHAKE,
        System.Logger.Level.INFO,
        "refused with " + refusal.status(),
        () ->
            "refused "
                + printable(head.resourceName())
                + " from "
                + client(head)
                + ": "
                + refusal.status()
                + " "
                + refusal.reason());
  }

  /** Browsers fail a connection, with 1006 and no word to anybody, if none is answered. */
  static void noSubprotocol(FloodLog flood, RequestHead head, List<String> asked) {
    flood.log(
        HANDSHAKE,
        System.Logger.Level.INFO,
        "no subprotocol",
        () ->
            "let "
                + client(head)
                + " in to "
                + printable(head.resourceName())
                + " with none of the subprotocols that it asked for ("
                + printable(String.join(", ", asked))
                + "); a browser ends such a connection");
  }

  static void evicted(ConnectionDriver driver, long held) {
    driver
        .resource()
        .runtime()
        .flood()
        .log(
            RUNTIME,
            System.Logger.Level.WARNING,
            "given up for the byte budget",
            () ->
                "the byte budget is exceeded; giving up "
                    + driver.client()
                    + ", which holds "
                    + held
                    + " bytes");
  }

  /** What an operator may want to compare with the settings: a line each. */
  static void started(Collection<String> paths, Set<ProtocolVersion> versions, String limits) {
    String all = paths.stream().sorted().limit(MOST_PATHS).collect(Collectors.joining(", "));
    int more = paths.size() - MOST_PATHS;
    say("paths: " + (all.isEmpty() ? "none yet" : all) + (more > 0 ? ", " + more + " more" : ""));
    say(
        versions.stream()
            .sorted(Comparator.reverseOrder())
            .map(each -> String.valueOf(each.number()))
            .collect(Collectors.joining(", ", "versions: ", "")));
    say("limits: " + limits);
  }

  private static void say(String line) {
    RUNTIME.log(System.Logger.Level.INFO, line);
  }

  /** We have closed a connection, for what its client or its handler did. */
  static void closed(FloodLog flood, ConnectionDriver driver, CloseStatus status) {
    boolean isOurs = status.code() == CloseStatus.INTERNAL_ERROR.code();
    boolean isUsual = status.code() != 1008 && status.code() != 1009;
    flood.log(
        RUNTIME,
        isOurs
            ? System.Logger.Level.WARNING
            : isUsual ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
        "closed with " + status.code(),
        () ->
            "closed "
                + driver.client()
                + ": "
                + status.code()
                + (status.reason().isEmpty() ? "" : " " + status.reason()));
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

  /** An origin for a line and for the answer: what is not part of any (RFC 6454) is no letter. */
  static String origin(String value) {
    StringBuilder safe = new StringBuilder(printable(value));
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      boolean isPlain = c < 128 && Character.isLetterOrDigit(c);
      if (!isPlain && ":/.-_[]".indexOf(c) < 0) {
        safe.setCharAt(i, '?');
      }
    }
    return safe.toString();
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
