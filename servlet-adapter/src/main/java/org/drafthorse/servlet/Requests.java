package org.drafthorse.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.drafthorse.Nullable;
import org.drafthorse.engine.OpeningHandshake;
import org.drafthorse.engine.RequestHead;

/** Copies what the handshake needs out of a servlet request. */
final class Requests {

  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private Requests() {}

  /**
   * Whether the client asks for WebSocket: an {@code Upgrade} header names it. All else about the
   * request may still be wrong.
   */
  static boolean asksForWebSocket(HttpServletRequest request) {
    return OpeningHandshake.asksForWebSocket(list(request.getHeaders("Upgrade")));
  }

  /** The path within the application, decoded. */
  static String resourceName(HttpServletRequest request) {
    return orEmpty(request.getServletPath()) + orEmpty(request.getPathInfo());
  }

  /**
   * All of it.
   *
   * @param known the peer's address if it is known, which is kept if the request says the same
   */
  static RequestHead head(HttpServletRequest request, @Nullable InetSocketAddress known) {
    List<String> headers = new ArrayList<>(24);
    for (String name : list(request.getHeaderNames())) {
      for (String value : list(request.getHeaders(name))) {
        headers.add(name);
        headers.add(value);
      }
    }
    return RequestHead.builder()
        .method(orEmpty(request.getMethod()))
        .protocol(orEmpty(request.getProtocol()))
        .target(resourceName(request), orEmpty(request.getRequestURI()), request.getQueryString())
        .secure(request.isSecure())
        .peer(peer(request, known))
        .headers(headers.toArray(new String[0]))
        .principal(orNull(request::getUserPrincipal))
        .sessionId(orNull(() -> sessionId(request)))
        .attributes(name -> orNull(() -> request.getAttribute(name)))
        .build();
  }

  /** Null is for containers that show no headers (Jakarta Servlet, HttpServletRequest). */
  private static List<String> list(@Nullable Enumeration<String> all) {
    return all == null ? List.of() : Collections.list(all);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String sessionId(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session == null ? null : session.getId();
  }

  /** What the container, or a wrapper, fails to tell, is not there. */
  private static <T> @Nullable T orNull(Supplier<@Nullable T> answer) {
    try {
      return answer.get();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static InetSocketAddress peer(
      HttpServletRequest request, @Nullable InetSocketAddress known) {
    String address = request.getRemoteAddr();
    int port = request.getRemotePort();
    boolean same =
        known != null
            && known.getPort() == port
            && known.getAddress() != null
            && known.getAddress().getHostAddress().equals(address);
    return known != null && same ? known : peer(address, port);
  }

  /** Never asks a name server: what is no IP literal stays a name. */
  private static InetSocketAddress peer(@Nullable String address, int port) {
    int anyPort = port < 0 || port > 65_535 ? 0 : port;
    if (address == null) {
      return InetSocketAddress.createUnresolved("unknown", anyPort);
    }
    if (!isLiteral(address)) {
      return InetSocketAddress.createUnresolved(address, anyPort);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(address), anyPort);
    } catch (UnknownHostException e) {
      return InetSocketAddress.createUnresolved(address, anyPort);
    }
  }

  /** Whether Java reads this as an address, or says that it is none, without asking anybody. */
  static boolean isLiteral(String address) {
    if (address.indexOf(':') < 0) {
      return V4.matcher(address).matches();
    }
    char first = address.charAt(0);
    return first == '[' || first == ':' || Character.digit(first, 16) >= 0;
  }
}
