package org.drafthorse.bench;

import java.io.IOException;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.BroadcastResource;
import org.drafthorse.jetty.EchoResource;
import org.drafthorse.jetty.WebSocketServer;

/** Drafthorse in its own embedded Jetty, over Jetty's native upgrade. */
final class DrafthorseServer implements BenchServer {

  static final int MOST_CLIENTS = 20_000;

  private final ListenerMode mode;

  private final int resources;

  DrafthorseServer(ListenerMode mode, int resources) {
    this.mode = mode;
    this.resources = resources;
  }

  @Override
  public int start() throws IOException {
    WebSocketServer.Builder builder =
        WebSocketServer.builder()
            .backlog(BACKLOG)
            .maxClients(MOST_CLIENTS)
            .resource(BROADCAST, new BroadcastResource(), options(mode).build());
    for (int i = 0; i < resources; i++) {
      builder.resource(BenchServer.echo(i), new EchoResource(), echoOptions(mode));
    }
    WebSocketServer server = builder.build();
    server.start();
    return server.port();
  }

  /** Connections are served at once, as the others do it. */
  static ResourceOptions echoOptions(ListenerMode mode) {
    return options(mode).mailboxPerConnection(true).build();
  }

  static ResourceOptions.Builder options(ListenerMode mode) {
    Limits limits = Limits.builder().maxMessageSize(LARGEST_MESSAGE).build();
    return ResourceOptions.builder().limits(limits).listenerMode(mode);
  }
}
