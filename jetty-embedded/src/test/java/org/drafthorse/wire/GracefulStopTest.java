package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see when the server stops. */
final class GracefulStopTest {

  private static final int CLIENTS = 100;

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "EXECUTOR"})
  void allClientsGet1001AndOnCloseRunsOnceForEach(ListenerMode mode) throws Exception {
    ServerSide side = new ServerSide();
    try (WebSocketServer server = start(side, mode);
        Workers clients = new Workers(CLIENTS + 1)) {
      List<WireSocket> sockets = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Handshake handshake = new Handshake(Handshake.versionInTurn(i), "/?" + i);
        sockets.add(WireSocket.open(server.port(), handshake));
      }
      Await.until("all are open", () -> side.openCount() == CLIENTS);
      clients.start(server::stop);
      for (int i = 0; i < CLIENTS; i++) {
        WireSocket socket = sockets.get(i);
        boolean draft00 = Handshake.versionInTurn(i) == ProtocolVersion.V00;
        clients.start(() -> answerGoodbye(socket, draft00));
      }
      clients.await();
      assertThat(server.clientCount()).isZero();
      assertThat(side.allCloses()).hasSize(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        boolean draft00 = Handshake.versionInTurn(i) == ProtocolVersion.V00;
        assertThat(side.awaitClose("" + i))
            .isEqualTo(draft00 ? CloseStatus.NO_STATUS : CloseStatus.GOING_AWAY);
      }
    }
  }

  @Test
  void theAddressIsFreeAfterTheStop() throws Exception {
    WebSocketServer server = start(new ServerSide(), ListenerMode.DIRECT);
    WireSocket.open(server.port(), new Handshake(ProtocolVersion.V13, "/")).close();
    server.stop();
    assertThatThrownBy(() -> WireSocket.connect(server.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  private static void answerGoodbye(WireSocket socket, boolean draft00) throws IOException {
    try (socket) {
      if (draft00) {
        assertThat(socket.readDraft00TextOrClose()).isNull();
        socket.send(new byte[] {(byte) 0xFF, 0});
      } else {
        assertThat(socket.readFrame().closeCode()).isEqualTo(1001);
        socket.send(Frames.close(CloseStatus.GOING_AWAY));
      }
      assertThat(socket.ends()).isTrue();
    }
  }

  private static WebSocketServer start(ServerSide side, ListenerMode mode) throws IOException {
    ResourceOptions options =
        ResourceOptions.builder().listenerMode(mode).origins(OriginPolicy.any()).build();
    WebSocketServer server =
        WebSocketServer.builder()
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .resource("/", side, options)
            .build();
    server.start();
    return server;
  }
}
