package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that reset their connection as soon as they have it, and before. */
final class ResettingClientsTest {

  private static final int CLIENTS = 1000;

  private static final class Counting implements WebSocketResource {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void onOpen(WebSocketConnection connection) {
      opened.incrementAndGet();
      connection.sendText("welcome");
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      connection.sendText(text);
    }

    @Override
    public void onClose(WebSocketConnection connection, CloseStatus status) {
      closed.incrementAndGet();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "EXECUTOR"})
  void aThousandResetsLeaveAServerThatServes(ListenerMode mode) throws Exception {
    Counting counting = new Counting();
    ResourceOptions options =
        ResourceOptions.builder()
            .listenerMode(mode)
            .origins(OriginPolicy.any())
            .limits(Limits.builder().handshakeTimeout(Duration.ofMinutes(1)).build())
            .build();
    try (TrackedServer server =
        new TrackedServer(r -> r.registry().register("/echo", counting, options))) {
      for (int i = 0; i < CLIENTS; i++) {
        connectAndReset(server.port(), Handshake.versionInTurn(i), i / 4);
      }
      server.awaitNoClients();
      Await.until("as many closed as opened", () -> counting.closed.get() == counting.opened.get());
      assertThat(counting.opened.get()).isPositive();
      echo(server.port());
    }
  }

  private static void connectAndReset(int port, ProtocolVersion version, int when)
      throws IOException {
    try (WireSocket socket = WireSocket.connect(port)) {
      Handshake handshake = new Handshake(version, "/echo");
      byte[] request = handshake.bytes();
      switch (when % 5) {
        case 0 -> {}
        case 1 -> socket.send(Arrays.copyOf(request, request.length / 2));
        case 2 -> socket.send(request);
        case 3 -> {
          socket.send(request);
          socket.expectOpen(handshake);
        }
        default -> socket.send(Frames.concat(request, Frames.text("hello"), Frames.text("bye")));
      }
      socket.reset();
    }
  }

  private static void echo(int port) throws IOException {
    Handshake handshake = new Handshake(ProtocolVersion.V13, "/echo");
    try (WireSocket socket = WireSocket.open(port, handshake)) {
      socket.send(Frames.text("still there?"));
      assertThat(socket.readFrame().text()).isEqualTo("welcome");
      assertThat(socket.readFrame().text()).isEqualTo("still there?");
      socket.closeInOrder();
    }
  }
}
