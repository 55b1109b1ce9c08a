package org.drafthorse;

import java.net.InetSocketAddress;
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

  /** The client's address, as an IP literal. */
  String host();

  /** The client's port. */
  int port();

  /** The other end of the TCP connection. */
  InetSocketAddress peer();

  /** Whether the connection came over TLS. */
  boolean isSecure();

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
