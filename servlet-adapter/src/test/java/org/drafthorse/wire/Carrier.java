package org.drafthorse.wire;

/** What carries a connection. */
enum Carrier {
  TCP("ws", false),
  TLS("wss", true);

  private final String scheme;
  private final boolean secure;

  Carrier(String scheme, boolean secure) {
    this.scheme = scheme;
    this.secure = secure;
  }

  String scheme() {
    return scheme;
  }

  boolean isSecure() {
    return secure;
  }
}
