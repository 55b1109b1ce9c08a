package org.drafthorse.wire;

import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pings without end: each buffer of Jetty's that they came in goes back to its pool. */
final class PingFloodTest {

  @ParameterizedTest
  @EnumSource
  void allBuffersGoBackThoughTheClientNeverReads(ProtocolVersion version) throws Exception {
    ServerSide side = new ServerSide();
    ResourceOptions options =
        ResourceOptions.builder()
            .listenerMode(ListenerMode.DIRECT)
            .origins(OriginPolicy.any())
            .build();
    // Its end is the check.
    try (TrackedServer server =
            new TrackedServer(r -> r.registry().register("/echo", side, options));
        Workers workers = new Workers(1)) {
      WireSocket socket = WireSocket.open(server.port(), new Handshake(version, "/echo"));
      workers.start(
          () -> {
            TinyFrames.send(socket, version);
            socket.shutdownOutput();
          });
      workers.await();
      socket.awaitGone();
      socket.close();
    }
  }
}
