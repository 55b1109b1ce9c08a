package org.drafthorse.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.drafthorse.Nullable;
import org.drafthorse.engine.OpeningHandshake;

/**
 * An extended CONNECT (RFC 8441, section 4) as the engine reads it: among the headers are {@code
 * :protocol}, and {@code Host}, from {@code :authority}. For the thread of its request.
 */
public final class ConnectRequest extends HttpServletRequestWrapper {

  private static final String PROTOCOL = ":protocol";
  private static final String HOST = "Host";

  private final String protocol;
  private final @Nullable String authority;

  /**
   * Adds pseudo headers to a request that shows none.
   *
   * @param authority null if the client sent none
   */
  public ConnectRequest(HttpServletRequest request, String protocol, @Nullable String authority) {
    super(request);
    this.protocol = protocol;
    this.authority = authority;
  }

  boolean asksForWebSocket() {
    return OpeningHandshake.asksForWebSocket(List.of(protocol));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    List<String> names = new ArrayList<>();
    names.add(PROTOCOL);
    names.addAll(Collections.list(super.getHeaderNames()));
    if (authority != null && names.stream().noneMatch(HOST::equalsIgnoreCase)) {
      names.add(HOST);
    }
    return Collections.enumeration(names);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    if (name.equals(PROTOCOL)) {
      return Collections.enumeration(List.of(protocol));
    }
    return authority != null && name.equalsIgnoreCase(HOST)
        ? Collections.enumeration(hosts(authority))
        : super.getHeaders(name);
  }

  /** The authority, and what {@code Host} says if it says anything else (RFC 9113, 8.3.1). */
  private List<String> hosts(String first) {
    List<String> hosts = new ArrayList<>(2);
    hosts.add(first);
    for (String each : Collections.list(super.getHeaders(HOST))) {
      if (!each.equals(first)) {
        hosts.add(each);
      }
    }
    return hosts;
  }

  @Override
  public @Nullable String getHeader(String name) {
    Enumeration<String> all = getHeaders(name);
    return all.hasMoreElements() ? all.nextElement() : null;
  }
}
