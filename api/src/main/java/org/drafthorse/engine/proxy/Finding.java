package org.drafthorse.engine.proxy;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.drafthorse.Nullable;
import org.drafthorse.engine.Route;
import org.drafthorse.engine.proxy.Witness.Statement;

/**
 * What came of following proxies.
 *
 * @param doubt what was not believed, or null
 */
record Finding(Route route, @Nullable String doubt) {

  /** What is said of the scheme and the host, if it can be true, and else what is on the wire. */
  static Finding of(InetSocketAddress client, Statement said, Route wire, @Nullable String doubt) {
    Scheme scheme = said.scheme() == null ? null : Scheme.tryParse(said.scheme());
    boolean hostIsValid = said.authority() != null && Authority.isValid(said.authority());
    String complaint = doubt;
    if (complaint == null && said.scheme() != null && scheme == null) {
      complaint = "the scheme is none of the web";
    }
    if (complaint == null && said.authority() != null && !hostIsValid) {
      complaint = "the host is malformed";
    }
    boolean secure = scheme == null ? wire.secure() : scheme == Scheme.SECURE;
    String authority = hostIsValid ? said.authority() : wire.authority();
    return new Finding(new Route(client, secure, authority), complaint);
  }

  /** What both of two findings say, and what is on the wire where they do not. */
  static Finding agreed(Finding one, Finding other, Route wire) {
    Route a = one.route;
    Route b = other.route;
    boolean sameScheme = a.secure() == b.secure();
    boolean sameHost = a.authority() != null && a.authority().equalsIgnoreCase(b.authority());
    InetSocketAddress client = agreed(a.client(), b.client());
    String doubt =
        client != null && sameScheme && sameHost
            ? null
            : "Forwarded and X-Forwarded-* do not say the same";
    return new Finding(
        new Route(
            client == null ? wire.client() : client,
            sameScheme ? a.secure() : wire.secure(),
            sameHost ? a.authority() : wire.authority()),
        doubt);
  }

  /** The address that both are, without the port if they differ in it; or null. */
  private static @Nullable InetSocketAddress agreed(InetSocketAddress a, InetSocketAddress b) {
    IpAddress address = Node.of(a).address();
    if (address == null || !Objects.equals(address, Node.of(b).address())) {
      return null;
    }
    return a.getPort() == b.getPort() ? a : new InetSocketAddress(address.toInetAddress(), 0);
  }
}
