package org.drafthorse.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.drafthorse.Nullable;
import org.drafthorse.engine.OpeningHandshake;
import org.drafthorse.engine.RequestHead;

/** Copies what the handshake needs out of a servlet request. */
final class Requests {

  private Requests() {}

  /**
   * Whether the client asks for WebSocket: an {@code Upgrade} header names it. All else about the
   * request may still be wrong.
   */
  static boolean asksForWebSocket(HttpServletRequest request) {
    return OpeningHandshake.asksForWebSocket(Collections.list(request.getHeaders("Upgrade")));
  }

  /** The path within the application, decoded. */
  static String resourceName(HttpServletRequest request) {
    String pathInfo = request.getPathInfo();
    return pathInfo == null ? request.getServletPath() : request.getServletPath() + pathInfo;
  }

  static RequestHead head(HttpServletRequest request) {
    List<String> headers = new ArrayList<>(24);
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        headers.add(name);
        headers.add(value);
      }
    }
    return RequestHead.builder()
        .method(request.getMethod())
        .protocol(request.getProtocol())
        .target(resourceName(request), request.getRequestURI(), request.getQueryString())
        .secure(request.isSecure())
        .peer(peer(request.getRemoteAddr(), request.getRemotePort()))
        .headers(headers.toArray(new String[0]))
        .principal(orNull(request::getUserPrincipal))
        .sessionId(orNull(() -> sessionId(request)))
        .attributes(name -> orNull(() -> request.getAttribute(name)))
        .build();
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

  /** Never asks a name server: what is no IP literal stays a name. */
  private static InetSocketAddress peer(@Nullable String address, int port) {
    int anyPort = Math.max(0, port);
    if (address == null) {
      return InetSocketAddress.createUnresolved("unknown", anyPort);
    }
    boolean literal =
        !address.isEmpty()
            && (address.indexOf(':') >= 0
                || address.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    if (!literal) {
      return InetSocketAddress.createUnresolved(address, anyPort);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(address), anyPort);
    } catch (UnknownHostException e) {
      return InetSocketAddress.createUnresolved(address, anyPort);
    }
  }
}
