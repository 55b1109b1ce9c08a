package org.drafthorse.jetty;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.drafthorse.Nullable;

/**
 * What the server itself needs to know, with the defaults; {@link WebSocketServer.Builder} sets it.
 */
abstract class ServerSettings {

  String host = "127.0.0.1";
  int port;
  int backlog = 1024;
  @Nullable Path keystore;
  char[] keystorePassword = {};
  boolean http2;
  Map<String, StaticPage> pages = Map.of();
  int maxClients = 10_000;
  Duration headTimeout = Duration.ofSeconds(10);
  Duration stopPatience = Duration.ofSeconds(5);

  static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " is more than zero, not " + value);
    }
    return value;
  }
}
