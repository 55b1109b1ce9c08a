package org.drafthorse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may connect to a resource, by the origin of the page that asks (RFC 6455, section 10.2; RFC
 * 6454). A client that is no browser can claim any origin: this protects users of browsers, and
 * nothing else.
 *
 * <p>Implementations are called on container threads, several at once, and must not block. The
 * request carries the {@linkplain HandshakeRequest#origin origin} from the header of its version.
 */
@FunctionalInterface
public interface OriginPolicy {

  /** Whether the client that sent this request may connect. */
  boolean allows(HandshakeRequest request);

  /**
   * Pages that came from the host and port that the client connected to, its {@linkplain
   * HandshakeRequest#authority authority}, over TLS if the request is; and requests without an
   * origin, which browsers never send. The default.
   */
  static OriginPolicy sameHost() {
    return or(noOrigin(), new SameHost());
  }

  /** Requests without an origin, as clients send that are no browser. */
  static OriginPolicy noOrigin() {
    return request -> request.origin() == null;
  }

  /**
   * Exactly these origins: scheme, host, and the port if it is not the scheme's own. A request
   * without an origin is refused; {@link #or} with {@link #noOrigin} lets it in.
   *
   * @param origins such as {@code https://example.com} or {@code http://localhost:8080}; {@code
   *     null} in letters for pages without an origin of their own, such as files
   * @throws IllegalArgumentException if there is none, or one is no origin
   */
  static OriginPolicy exact(String... origins) {
    Set<String> allowed = new TreeSet<>();
    for (String each : atLeastOne(origins)) {
      allowed.add(each.equals("null") ? each : Origin.parse(each).toString());
    }
    return request -> {
      String origin = request.origin();
      if (origin == null) {
        return false;
      }
      Origin parsed = Origin.tryParse(origin);
      return allowed.contains(parsed == null ? origin : parsed.toString());
    };
  }

  /**
   * Origins that begin with one of these and go on, if at all, at an origin's boundary: {@code
   * http://localhost} lets in {@code http://localhost:8080} and not {@code
   * http://localhost.example.org}. A request without an origin is refused; {@link #or} with {@link
   * #noOrigin} lets it in.
   *
   * @param prefixes scheme and host, and perhaps a port
   * @throws IllegalArgumentException if there is none, or one is no origin
   */
  static OriginPolicy prefix(String... prefixes) {
    OriginPolicy[] policies =
        Arrays.stream(atLeastOne(prefixes))
            .map(
                each ->
                    prefixed(Origin.parse(each), each.endsWith(":" + Origin.parse(each).port())))
            .toArray(OriginPolicy[]::new);
    return or(policies);
  }

  /** Everybody, whatever the origin says and whether there is one: any page on the web. */
  static OriginPolicy any() {
    return request -> true;
  }

  /** Whoever one of these lets in. */
  static OriginPolicy or(OriginPolicy... policies) {
    OriginPolicy[] copy = policies.clone();
    return request -> {
      for (OriginPolicy each : copy) {
        if (each.allows(request)) {
          return true;
        }
      }
      return false;
    };
  }

  private static OriginPolicy prefixed(Origin prefix, boolean namesPort) {
    return request -> {
      String origin = request.origin();
      Origin page = origin == null ? null : Origin.tryParse(origin);
      return page != null && (namesPort ? prefix.equals(page) : prefix.sameSchemeAndHost(page));
    };
  }

  private static String[] atLeastOne(String... origins) {
    if (origins.length == 0) {
      throw new IllegalArgumentException("name at least one origin");
    }
    return origins;
  }

  /** Compares with the authority; its own class so that it shows in a debugger. */
  final class SameHost implements OriginPolicy {
    private SameHost() {}

    @Override
    public boolean allows(HandshakeRequest request) {
      String origin = request.origin();
      if (origin == null) {
        return false;
      }
      Origin page = Origin.tryParse(origin);
      if (page == null || !(page.scheme().equals("http") || page.scheme().equals("https"))) {
        return false;
      }
      // A proxy that ends TLS leaves an https page in front of a plain request; a plain page in
      // front of TLS is somebody in the middle.
      if (request.isSecure() && page.scheme().equals("http")) {
        return false;
      }
      String host = request.authority().toLowerCase(Locale.ROOT);
      Origin here = Origin.tryParse(page.scheme() + "://" + host);
      return here != null && here.equals(page);
    }
  }
}
