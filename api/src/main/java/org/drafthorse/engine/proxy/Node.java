package org.drafthorse.engine.proxy;

import java.net.InetSocketAddress;
import org.drafthorse.Nullable;

/**
 * Who connected to a proxy (RFC 7239, section 6).
 *
 * @param address null where the proxy does not know it or does not tell it
 * @param port 0 likewise
 */
record Node(@Nullable IpAddress address, int port) {

  /** Somebody. */
  static final Node HIDDEN = new Node(null, 0);

  /** The other end of a socket; of what is no IP address, nothing is known. */
  static Node of(InetSocketAddress socket) {
    IpAddress address =
        socket.isUnresolved()
            ? IpAddress.tryParse(socket.getHostString())
            : IpAddress.of(socket.getAddress());
    return new Node(address, socket.getPort());
  }

  /**
   * Reads an address, perhaps with a port, the name {@code unknown}, or a name that begins with an
   * underscore. Null if it is none of these. Brackets around an IPv6 address without a port may be
   * missing, as in {@code X-Forwarded-For}.
   */
  static @Nullable Node tryParse(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      boolean v6 = text.lastIndexOf(':', end) >= 0;
      return v6 ? parse(text.substring(1, end), text.substring(end + 1)) : null;
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
      return parse(text, "");
    }
    return colon < 0 ? parse(text, "") : parse(text.substring(0, colon), text.substring(colon));
  }

  private static @Nullable Node parse(String name, String colonAndPort) {
    int port = 0;
    if (!colonAndPort.isEmpty()) {
      boolean hidden = colonAndPort.startsWith(":_") && isName(colonAndPort.substring(1));
      port = hidden ? 0 : Digits.port(colonAndPort.substring(1));
      if (port < 0 || colonAndPort.charAt(0) != ':') {
        return null;
      }
    }
    if (name.equalsIgnoreCase("unknown") || (name.startsWith("_") && isName(name))) {
      return HIDDEN;
    }
    IpAddress address = IpAddress.tryParse(name);
    return address == null ? null : new Node(address, port);
  }

  /** RFC 7239, section 6.3: an underscore, and letters, digits, dots, underscores and dashes. */
  private static boolean isName(String text) {
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "._-".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return text.length() > 1;
  }
}
