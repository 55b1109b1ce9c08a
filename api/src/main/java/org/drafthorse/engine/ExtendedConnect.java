package org.drafthorse.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/**
 * The handshake over one stream of HTTP/2 (RFC 8441, section 5): a CONNECT with a pseudo header
 * {@code :protocol}, which says all that Upgrade, Connection and the key say elsewhere.
 */
final class ExtendedConnect {

  private static final String PROTOCOL = ":protocol";

  /** Drafts 00, 7 and 8 know HTTP/1.1 alone. */
  private static final Set<ProtocolVersion> VERSIONS = Set.of(ProtocolVersion.V13);

  private ExtendedConnect() {}

  /** Whether the request is one, valid or not. */
  static boolean is(RequestHead head) {
    return head.method().equals("CONNECT") && head.count(PROTOCOL) > 0;
  }

  /** What is wrong with it apart from what all handshakes have in common, or null. */
  static @Nullable Refusal check(RequestHead head) {
    if (!head.protocol().equals("HTTP/2.0")) {
      return new Refusal(400, "an extended CONNECT is a request of HTTP/2");
    }
    List<String> protocols = head.headers(PROTOCOL);
    if (protocols.size() != 1 || !protocols.get(0).equalsIgnoreCase("websocket")) {
      return new Refusal(400, PROTOCOL + " does not name websocket");
    }
    for (String name : List.of("Upgrade", "Connection")) {
      // RFC 9113, section 8.2.2.
      if (head.count(name) > 0) {
        return new Refusal(400, "there is no " + name + " in HTTP/2");
      }
    }
    return null;
  }

  /** Of these versions, those that it can ask for. */
  static Set<ProtocolVersion> possible(Set<ProtocolVersion> enabled) {
    Set<ProtocolVersion> possible = EnumSet.copyOf(VERSIONS);
    possible.retainAll(enabled);
    return possible;
  }
}
