package org.drafthorse.engine.proxy;

import java.util.Locale;
import org.drafthorse.Nullable;

/** The schemes with which a client can come. */
enum Scheme {
  PLAIN,
  SECURE;

  /** Null if it is none of them. */
  static @Nullable Scheme tryParse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "http", "ws" -> PLAIN;
      case "https", "wss" -> SECURE;
      default -> null;
    };
  }

  static Scheme of(boolean secure) {
    return secure ? SECURE : PLAIN;
  }

  String defaultPort() {
    return this == SECURE ? "443" : "80";
  }
}
