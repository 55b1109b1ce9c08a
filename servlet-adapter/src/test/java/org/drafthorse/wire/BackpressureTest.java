package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.drafthorse.Limits;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;

/** Reading that pauses and goes on all the time, since almost nothing may wait. */
final class BackpressureTest {

  private static final int CLIENTS = 4;
  private static final int MESSAGES = 8_000;

  @Test
  void noMessageIsLostAndNothingStallsWhereReadingPausesForEach() throws Exception {
    ServerSide side = new ServerSide();
    Limits limits = Limits.builder().maxPendingMessages(1).maxQueuedBytes(4 * 1024).build();
    ResourceOptions options =
        ResourceOptions.builder()
            .limits(limits)
            .mailboxPerConnection(true)
            .origins(OriginPolicy.any())
            .build();
    try (TrackedServer server = new TrackedServer(r -> r.registry().register("/", side, options));
        Workers workers = new Workers(2 * CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        Handshake handshake = new Handshake(ProtocolVersion.V13, "/");
        WireSocket socket = WireSocket.open(server.port(), handshake);
        workers.start(() -> send(socket));
        workers.start(() -> receive(socket));
      }
      workers.await();
      assertThat(side.errors()).isEmpty();
    }
  }

  @Test
  void aPausedClientHoldsWhatItSentAndNoBufferToReadInto() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(1000);
    WebSocketResource slow =
        new WebSocketResource() {
          @Override
          public void onText(WebSocketConnection connection, String text) {
            Await.until("release", () -> release.getCount() == 0);
            all.countDown();
          }
        };
    ResourceOptions options =
        ResourceOptions.builder()
            .limits(Limits.builder().maxPendingMessages(1).build())
            .origins(OriginPolicy.any())
            .build();
    try (TrackedServer server = new TrackedServer(r -> r.registry().register("/", slow, options));
        WireSocket socket =
            WireSocket.open(server.port(), new Handshake(ProtocolVersion.V13, "/"))) {
      ByteArrayOutputStream messages = new ByteArrayOutputStream();
      for (int i = 0; i < 1000; i++) {
        messages.writeBytes(Frames.text("a message"));
      }
      socket.send(messages.toByteArray());
      Await.until("some is left over", () -> server.runtime().heldBytes() >= 4096);
      server.awaitReadBuffersBack();
      release.countDown();
      Await.until("all are handled", () -> all.getCount() == 0);
      socket.closeInOrder();
    }
  }

  private static void send(WireSocket socket) throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      socket.send(Frames.text("message " + i));
    }
  }

  private static void receive(WireSocket socket) throws IOException {
    try (socket) {
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(socket.readFrame().text()).isEqualTo("message " + i);
      }
      socket.closeInOrder();
    }
  }
}
