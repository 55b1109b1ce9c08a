package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand connections at once, and no memory with those that are idle. */
final class ThousandConnectionsTest {

  private static final int CONNECTIONS = 1000;

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "EXECUTOR"})
  void aThousandConnectionsEchoAndClose(ListenerMode mode) throws Exception {
    ServerSide side = new ServerSide();
    ResourceOptions options =
        ResourceOptions.builder().listenerMode(mode).origins(OriginPolicy.any()).build();
    List<WireSocket> sockets = new ArrayList<>();
    try (TrackedServer server =
        new TrackedServer(r -> r.registry().register("/echo", side, options))) {
      for (int i = 0; i < CONNECTIONS; i++) {
        Handshake handshake = new Handshake(ProtocolVersion.V13, "/echo?" + i);
        sockets.add(WireSocket.open(server.port(), handshake));
      }
      assertThat(server.runtime().clientCount()).isEqualTo(CONNECTIONS);
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.get(i).send(Frames.text("message of " + i));
      }
      for (int i = 0; i < CONNECTIONS; i++) {
        assertThat(sockets.get(i).readFrame().text()).isEqualTo("message of " + i);
      }
      server.awaitNoBuffers();
      for (WireSocket each : sockets) {
        each.closeInOrder();
      }
      Await.until("onClose of all", () -> side.allCloses().size() == CONNECTIONS);
      assertThat(side.allCloses()).allMatch(each -> each.code() == 1000);
    } finally {
      closeAll(sockets);
    }
  }

  private static void closeAll(List<WireSocket> sockets) throws IOException {
    for (WireSocket each : sockets) {
      each.close();
    }
  }
}
