package org.drafthorse.bench;

import java.util.Arrays;
import java.util.function.Supplier;
import org.drafthorse.ListenerMode;

/** The servers, by the names that the command line and the tables use. */
enum Contender {
  DRAFTHORSE_DIRECT("drafthorse-direct", () -> new DrafthorseServer(ListenerMode.DIRECT)),
  DRAFTHORSE_EXECUTOR("drafthorse-executor", () -> new DrafthorseServer(ListenerMode.EXECUTOR)),
  DRAFTHORSE_TOMCAT("drafthorse-tomcat", DrafthorseOnTomcatServer::new),
  NETTY("netty", NettyServer::new),
  UNDERTOW("undertow", UndertowServer::new),
  TOMCAT("tomcat", TomcatServer::new),
  JETTY_CORE("jetty-core", JettyCoreServer::new),
  JETTY_EE10("jetty-ee10", JettyEe10Server::new),
  BARE_TCP("bare-tcp", BareTcpServer::new);

  /** What the tables compare all others with. */
  static final Contender REFERENCE = JETTY_EE10;

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor
  private final Supplier<BenchServer> server;

  Contender(String id, Supplier<BenchServer> server) {
    this.id = id;
    this.server = server;
  }

  String id() {
    return id;
  }

  BenchServer server() {
    return server.get();
  }

  /** Whether it echoes bytes and knows nothing of WebSocket. */
  boolean isBareTcp() {
    return this == BARE_TCP;
  }

  static Contender of(String id) {
    return Arrays.stream(values())
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no server is called " + id));
  }

  @Override
  public String toString() {
    return id;
  }
}
