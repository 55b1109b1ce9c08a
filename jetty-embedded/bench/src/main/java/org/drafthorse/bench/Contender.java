package org.drafthorse.bench;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.drafthorse.ListenerMode;

/** The servers, by the names that the command line and the tables use. */
enum Contender {
  DRAFTHORSE_DIRECT("drafthorse-direct", n -> new DrafthorseServer(ListenerMode.DIRECT, n)),
  DRAFTHORSE_EXECUTOR("drafthorse-executor", n -> new DrafthorseServer(ListenerMode.EXECUTOR, n)),
  DRAFTHORSE_TOMCAT("drafthorse-tomcat", n -> new DrafthorseOnTomcatServer()),
  NETTY("netty", n -> new NettyServer()),
  UNDERTOW("undertow", n -> new UndertowServer()),
  TOMCAT("tomcat", n -> new TomcatServer()),
  JETTY_CORE("jetty-core", n -> new JettyCoreServer()),
  JETTY_EE10("jetty-ee10", n -> new JettyEe10Server()),
  BARE_TCP("bare-tcp", n -> new BareTcpServer());

  /** What the tables compare all others with. */
  static final Contender REFERENCE = JETTY_EE10;

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor
  private final IntFunction<BenchServer> server;

  Contender(String id, IntFunction<BenchServer> server) {
    this.id = id;
    this.server = server;
  }

  String id() {
    return id;
  }

  /** A server that echoes at that many paths, if it is one that can. */
  BenchServer server(int resources) {
    return server.apply(resources);
  }

  /** Whether it can have more than one resource here. */
  boolean hasResources() {
    return this == DRAFTHORSE_DIRECT || this == DRAFTHORSE_EXECUTOR;
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
