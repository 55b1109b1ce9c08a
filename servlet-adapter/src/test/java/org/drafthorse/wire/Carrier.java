package org.drafthorse.wire;

import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/** What carries a connection. */
enum Carrier {
  TCP("ws", false, false),
  TLS("wss", true, false),
  /** A stream of HTTP/2, in the clear. */
  H2C("ws", false, true),
  /** A stream of HTTP/2, by TLS. */
  H2("wss", true, true);

  private final String scheme;
  private final boolean secure;
  private final boolean http2;

  Carrier(String scheme, boolean secure, boolean http2) {
    this.scheme = scheme;
    this.secure = secure;
    this.http2 = http2;
  }

  String scheme() {
    return scheme;
  }

  boolean isSecure() {
    return secure;
  }

  boolean isHttp2() {
    return http2;
  }

  /** Why that version cannot be had over it, or null if it can. */
  @Nullable
  String inability(ProtocolVersion version) {
    return http2 && version != ProtocolVersion.V13 ? "the draft knows HTTP/1.1 alone" : null;
  }
}
