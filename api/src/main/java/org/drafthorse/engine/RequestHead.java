package org.drafthorse.engine;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
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
  private final InetSocketAddress peer;
  private final String[] headers;
  private final @Nullable Principal principal;
  private final @Nullable String sessionId;
  private final Route route;

  /** Asks the container; gone once the head is settled. */
  private final @Nullable Function<String, @Nullable Object> lookup;

  private final Map<String, Object> attributes;

  private RequestHead(Builder from) {
    method = from.method;
    protocol = from.protocol;
    resourceName = from.resourceName;
    requestPath = from.requestPath;
    queryString = from.queryString;
    peer = from.peer;
    headers = from.headers;
    principal = from.principal;
    sessionId = from.sessionId;
    String authority = from.authority == null ? header("Host") : from.authority;
    route = new Route(peer, from.secure, authority);
    lookup = from.attributes;
    attributes = Map.of();
  }

  private RequestHead(RequestHead from, Route route, Map<String, Object> attributes) {
    method = from.method;
    protocol = from.protocol;
    resourceName = from.resourceName;
    requestPath = from.requestPath;
    queryString = from.queryString;
    peer = from.peer;
    headers = from.headers;
    principal = from.principal;
    sessionId = from.sessionId;
    this.route = route;
    this.lookup = null;
    this.attributes = attributes;
  }

  /** Starts with a {@code GET} of HTTP/1.1 for {@code /}, without headers, from nobody. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * This head as it is kept: with the route that was found out, with the values of these
   * attributes, and without access to the container.
   */
  public RequestHead settled(Route found, Collection<String> attributeNames) {
    Map<String, Object> chosen = new HashMap<>();
    if (lookup != null) {
      for (String name : attributeNames) {
        Object value = lookup.apply(name);
        if (value != null) {
          chosen.put(name, value);
        }
      }
    }
    return new RequestHead(this, found, Map.copyOf(chosen));
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

  /** The other end of the TCP connection. */
  public InetSocketAddress peer() {
    return peer;
  }

  /** How the client came; right over this connection, as long as nobody found out more. */
  public Route route() {
    return route;
  }

  public @Nullable Principal principal() {
    return principal;
  }

  public @Nullable String sessionId() {
    return sessionId;
  }

  /** The value of an attribute that was chosen when the head was settled, or null. */
  public @Nullable Object attribute(String name) {
    return attributes.get(name);
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
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> names = new ArrayList<>(headers.length / 2);
    for (int i = 0; i < headers.length; i += 2) {
      if (seen.add(headers[i])) {
        names.add(headers[i]);
      }
    }
    return List.copyOf(names);
  }

  /** Collects the parts of a head; for one thread. */
  public static final class Builder {
    private String method = "GET";
    private String protocol = "HTTP/1.1";
    private String resourceName = "/";
    private String requestPath = "/";
    private @Nullable String queryString;
    private boolean secure;
    private InetSocketAddress peer = InetSocketAddress.createUnresolved("unknown", 0);
    private String[] headers = {};
    private @Nullable String authority;
    private @Nullable Principal principal;
    private @Nullable String sessionId;
    private @Nullable Function<String, @Nullable Object> attributes;

    private Builder() {}

    /** Such as {@code GET}. */
    public Builder method(String value) {
      method = value;
      return this;
    }

    /** Such as {@code HTTP/1.1}. */
    public Builder protocol(String value) {
      protocol = value;
      return this;
    }

    /**
     * What is asked for.
     *
     * @param name the path within the application, decoded
     * @param path the whole path as the client wrote it
     * @param query what followed the question mark, or null
     */
    public Builder target(String name, String path, @Nullable String query) {
      resourceName = name;
      requestPath = path;
      queryString = query;
      return this;
    }

    /** Whether it came over TLS. */
    public Builder secure(boolean value) {
      secure = value;
      return this;
    }

    /** The other end of the TCP connection. */
    public Builder peer(InetSocketAddress value) {
      peer = value;
      return this;
    }

    /**
     * Names and values in turn, in the order in which they came. Copies nothing: the array belongs
     * to the head.
     */
    public Builder headers(String... namesAndValues) {
      headers = namesAndValues;
      return this;
    }

    /** Host and perhaps port; by default those of the {@code Host} header. */
    public Builder authority(String value) {
      authority = Objects.requireNonNull(value);
      return this;
    }

    /** Whom the container or a filter authenticated, or null. */
    public Builder principal(@Nullable Principal value) {
      principal = value;
      return this;
    }

    /** The id of the session, if there is one, or null. */
    public Builder sessionId(@Nullable String value) {
      sessionId = value;
      return this;
    }

    /**
     * Where attributes come from, asked by name during the admission and never after it; it returns
     * null for none and throws nothing.
     */
    public Builder attributes(Function<String, @Nullable Object> byName) {
      attributes = byName;
      return this;
    }

    /** The head. */
    public RequestHead build() {
      return new RequestHead(this);
    }
  }
}
