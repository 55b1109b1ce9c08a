package org.drafthorse.engine;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.drafthorse.Deflate;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.engine.deflate.DeflateAgreement;

/** A valid opening handshake of a client. Immutable; only {@link OpeningHandshake} makes one. */
public final class ClientHandshake implements HandshakeRequest {

  static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private final RequestHead head;
  private final ProtocolVersion version;
  private final @Nullable String origin;
  private final List<String> subprotocols;
  private final String key;
  private final byte[] challenge;

  /**
   * Holds what was found valid.
   *
   * @param key of versions 7 to 13; empty for 00
   * @param challenge of version 00, the two key numbers in eight bytes; empty for the others
   */
  ClientHandshake(
      RequestHead head,
      ProtocolVersion version,
      @Nullable String origin,
      List<String> subprotocols,
      String key,
      byte[] challenge) {
    this.head = head;
    this.version = version;
    this.origin = origin;
    this.subprotocols = subprotocols;
    this.key = key;
    this.challenge = challenge;
  }

  RequestHead head() {
    return head;
  }

  String key() {
    return key;
  }

  byte[] challenge() {
    return challenge;
  }

  /**
   * Agrees on permessage-deflate, or on nothing.
   *
   * @param mayTakeOver asked once, if there would be context takeover; reserves the memory for it
   */
  public @Nullable DeflateAgreement agreeOn(Deflate wanted, BooleanSupplier mayTakeOver) {
    return version.wireFormat() == WireFormat.HYBI
        ? DeflateAgreement.of(headers(EXTENSIONS), wanted, mayTakeOver)
        : null;
  }

  @Override
  public String resourceName() {
    return head.resourceName();
  }

  @Override
  public @Nullable String queryString() {
    return head.queryString();
  }

  @Override
  public ProtocolVersion version() {
    return version;
  }

  @Override
  public String host() {
    return head.route().client().getHostString();
  }

  @Override
  public int port() {
    return head.route().client().getPort();
  }

  @Override
  public InetSocketAddress peer() {
    return head.peer();
  }

  @Override
  public boolean isSecure() {
    return head.route().secure();
  }

  @Override
  public String authority() {
    return Objects.requireNonNull(head.route().authority(), "a valid handshake names its host");
  }

  @Override
  public @Nullable Principal principal() {
    return head.principal();
  }

  @Override
  public @Nullable String sessionId() {
    return head.sessionId();
  }

  @Override
  public @Nullable Object attribute(String name) {
    return head.attribute(name);
  }

  @Override
  public @Nullable String origin() {
    return origin;
  }

  @Override
  public List<String> subprotocols() {
    return subprotocols;
  }

  @Override
  public @Nullable String header(String name) {
    return head.header(name);
  }

  @Override
  public List<String> headers(String name) {
    return head.headers(name);
  }

  @Override
  public List<String> headerNames() {
    return head.headerNames();
  }
}
