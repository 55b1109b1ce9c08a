package org.drafthorse.engine;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.Nullable;

/**
 * The head of an HTTP request, copied out of its container. Immutable.
 *
 * <p>Headers are one flat array, name and value in turn: a handshake has some ten of them, which a
 * linear search goes through faster than a map is filled.
 */
public final class RequestHead {

  private final String method;
  private final String protocol;
  private final String resourceName;
  private final String requestPath;
  private final @Nullable String queryString;
  private final boolean secure;
  private final InetSocketAddress peer;
  private final String[] headers;

  /**
   * Copies nothing: the array belongs to the new object.
   *
   * @param method such as {@code GET}
   * @param protocol such as {@code HTTP/1.1}
   * @param resourceName the path within the application, decoded
   * @param requestPath the whole path as the client wrote it
   * @param queryString what followed the question mark, or null
   * @param secure whether it came over TLS
   * @param peer the other end of the TCP connection
   * @param headers names and values in turn, in the order in which they came
   */
  public RequestHead(
      String method,
      String protocol,
      String resourceName,
      String requestPath,
      @Nullable String queryString,
      boolean secure,
      InetSocketAddress peer,
      String[] headers) {
    this.method = method;
    this.protocol = protocol;
    this.resourceName = resourceName;
    this.requestPath = requestPath;
    this.queryString = queryString;
    this.secure = secure;
    this.peer = peer;
    this.headers = headers;
  }

  public String method() {
    return method;
  }

  public String protocol() {
    return protocol;
  }

  public String resourceName() {
    return resourceName;
  }

  public String requestPath() {
    return requestPath;
  }

  public @Nullable String queryString() {
    return queryString;
  }

  public boolean secure() {
    return secure;
  }

  public InetSocketAddress peer() {
    return peer;
  }

  /** The first value of that header, in any case, or null. */
  public @Nullable String header(String name) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        return headers[i + 1];
      }
    }
    return null;
  }

  /** All values of that header, in order. */
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        values.add(headers[i + 1]);
      }
    }
    return List.copyOf(values);
  }

  /** How often that header is there. */
  int count(String name) {
    int count = 0;
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        count++;
      }
    }
    return count;
  }

  /** The names as they came, each once whatever its case. */
  public List<String> headerNames() {
    List<String> names = new ArrayList<>(headers.length / 2);
    for (int i = 0; i < headers.length; i += 2) {
      String name = headers[i];
      if (names.stream().noneMatch(name::equalsIgnoreCase)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }
}
