package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import org.drafthorse.Broadcast;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.OriginPolicy;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One client never reads while ninety-nine others get everything. */
final class SlowReaderTest {

  private static final int READERS = 99;
  private static final int MESSAGES = 200;
  private static final int MESSAGE_BYTES = 8 * 1024;
  private static final int MOST_QUEUED = 256 * 1024;

  private final ServerSide side = new ServerSide();
  private final Socket slow = new Socket();
  private ResourceContext resource;
  private long mostQueued;

  @AfterEach
  void closeSlow() throws IOException {
    slow.close();
  }

  @Test
  void theOthersGetEverythingAndTheSlowOneIsClosedWith1008() throws Exception {
    try (TrackedServer server = server(OverflowPolicy.CLOSE);
        Workers readers = new Workers(READERS)) {
      connectSlow(server.port());
      Broadcast.Result last = broadcastToAll(server, readers);
      assertThat(side.awaitClose("slow").code()).isEqualTo(1008);
      assertThat(last.sent()).isEqualTo(READERS);
      assertThat(mostQueued).isBetween(MOST_QUEUED / 2L, (long) MOST_QUEUED);
      Await.until("TCP is closed by timeout", () -> server.runtime().clientCount() == 0);
      assertThat(side.closeCount("slow")).isEqualTo(1);
      slow.close();
    }
  }

  @Test
  void wherePolicyIsToDropTheSlowOneStaysAndItsMemoryIsBounded() throws Exception {
    try (TrackedServer server = server(OverflowPolicy.DROP);
        Workers readers = new Workers(READERS)) {
      connectSlow(server.port());
      Broadcast.Result last = broadcastToAll(server, readers);
      assertThat(last.dropped()).isEqualTo(1);
      assertThat(mostQueued).isBetween(MOST_QUEUED / 2L, (long) MOST_QUEUED);
      assertThat(side.closeCount("slow")).isZero();
      slow.close();
      assertThat(side.awaitClose("slow")).isEqualTo(CloseStatus.ABNORMAL);
    }
  }

  private TrackedServer server(OverflowPolicy policy) throws Exception {
    Limits limits =
        Limits.builder().maxQueuedBytes(MOST_QUEUED).closeTimeout(Duration.ofSeconds(1)).build();
    ResourceOptions options =
        ResourceOptions.builder()
            .limits(limits)
            .overflowPolicy(policy)
            .origins(OriginPolicy.any())
            .build();
    return new TrackedServer(r -> resource = r.registry().register("/", side, options));
  }

  private Broadcast.Result broadcastToAll(TrackedServer server, Workers readers)
      throws IOException {
    for (int i = 0; i < READERS; i++) {
      Handshake handshake = new Handshake(ProtocolVersion.V13, "/");
      WireSocket socket = WireSocket.open(server.port(), handshake);
      readers.start(() -> readAll(socket));
    }
    Await.until("all are open", () -> resource.connections().size() == READERS + 1);
    Broadcast.Result last = null;
    for (int i = 0; i < MESSAGES; i++) {
      last = resource.broadcast().sendText(message(i));
      Await.until("room with those that read", this::isRoomWithReaders);
    }
    readers.await();
    return last;
  }

  /** Whether those that read have nearly read all; notes what waits for the one that does not. */
  private boolean isRoomWithReaders() {
    for (WebSocketConnection each : resource.connections()) {
      if ("slow".equals(each.handshake().queryString())) {
        mostQueued = Math.max(mostQueued, each.queuedBytes());
      } else if (each.queuedBytes() > 4 * MESSAGE_BYTES) {
        return false;
      }
    }
    return true;
  }

  private static void readAll(WireSocket socket) throws IOException {
    try (socket) {
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(socket.readFrame().text().equals(message(i))).as("message %s", i).isTrue();
      }
      socket.closeInOrder();
    }
  }

  /** With a small window, so that little fits into the network. */
  private void connectSlow(int port) throws IOException {
    slow.setReceiveBufferSize(8 * 1024);
    slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    slow.getOutputStream().write(Handshake.request(ProtocolVersion.V13, "/?slow"));
  }

  private static String message(int number) {
    return String.format(Locale.ROOT, "%" + MESSAGE_BYTES + "d", number);
  }
}
