package org.drafthorse;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;

/**
 * What a client asked for in its opening handshake: a snapshot that holds no container object.
 *
 * <p>Immutable, any thread, for as long as anybody keeps it.
 */
public interface HandshakeRequest {

  /** The path within the application, such as {@code /echo}. */
  String resourceName();

  /** What followed the question mark, undecoded, or null. */
  @Nullable
  String queryString();

  /** The version that the client speaks. */
  ProtocolVersion version();

  /**
   * The client's address, as an IP literal: where trusted proxies are named, the address that they
   * vouch for; elsewhere that of the {@link #peer}. The address of a proxy itself means somebody
   * behind it of whom nothing more is certain.
   */
  String host();

  /** The client's port, 0 if a proxy did not tell it. */
  int port();

  /** The other end of the TCP connection: the client, or the nearest proxy. */
  InetSocketAddress peer();

  /** Whether the client used TLS, towards the outermost trusted proxy if there is one. */
  boolean isSecure();

  /**
   * The host that the client connected to, with the port if it was named, such as {@code
   * example.com:8443}: what a trusted proxy says of it, else the {@code Host} header. {@link
   * #header header("Host")} is always what came over the wire.
   */
  String authority();

  /** Whom the container, or a filter before the handshake, authenticated; null for nobody. */
  @Nullable
  Principal principal();

  /** The id of the HTTP session that was there at the handshake, or null. */
  @Nullable
  String sessionId();

  /**
   * The value of a request attribute at the time of the handshake, or null. Only those that were
   * chosen by the setting for it are kept. It is the very object that the application put there.
   */
  @Nullable
  Object attribute(String name);

  /** The origin of the page that connects, as the client's version sends it, or null. */
  @Nullable
  String origin();

  /** The subprotocols that the client offers, most wanted first; perhaps empty. */
  List<String> subprotocols();

  /** The first header of that name, in any case, or null. */
  @Nullable
  String header(String name);

  /** All values of that header, in order; perhaps empty. */
  List<String> headers(String name);

  /** The names of all headers as they came, each once. */
  List<String> headerNames();
}
