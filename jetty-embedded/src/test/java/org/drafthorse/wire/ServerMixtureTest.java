package org.drafthorse.wire;

import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent in any mixture arrives whole and in order, from the server for {@code main()}. */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(600)
final class ServerMixtureTest {

  @Parameter Carrier carrier;

  private WebSocketServer server;

  @BeforeEach
  void start() throws IOException {
    WebSocketServer.Builder settings =
        WebSocketServer.builder()
            .http2(carrier.isHttp2())
            .versions(EnumSet.allOf(ProtocolVersion.class));
    if (carrier.isSecure()) {
      settings.tls(TestKeystore.file(), TestKeystore.password());
    }
    server = settings.build();
    MixtureSide.register(server.registry());
    server.start();
  }

  @AfterEach
  void stop() {
    try {
      Await.until(
          () -> server.clientCount() + " clients to be gone", () -> server.clientCount() == 0);
    } finally {
      server.stop();
    }
  }

  private void mix(Consumer<WireMixture> run) {
    if (carrier.isHttp2()) {
      try (Http2Transport transport = new Http2Transport(server.port(), carrier.isSecure())) {
        run.accept(new WireMixture(transport));
      }
    } else {
      run.accept(new WireMixture(new SocketTransport(server.uri(), version -> true)));
    }
  }

  @Test
  void everyReceiverGetsWhatWasSentToItInOrderAndNothingElse() {
    mix(WireMixture::runRandomOnes);
  }

  @Test
  void broadcastsOfEightClientsAtOnceReachAllOfThem() {
    mix(WireMixture::runBroadcasts);
  }
}
