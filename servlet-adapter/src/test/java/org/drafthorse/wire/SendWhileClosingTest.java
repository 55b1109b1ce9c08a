package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;

/** Sixty-four threads send on one connection while another one closes it. */
final class SendWhileClosingTest {

  private static final int SENDERS = 64;
  private static final int ROUNDS = 15;
  private static final int MOST_EACH = 400;

  private static final class Opened implements WebSocketResource {
    private final BlockingQueue<WebSocketConnection> connections = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(WebSocketConnection connection) {
      connections.add(connection);
    }
  }

  private final Opened opened = new Opened();

  @Test
  void whatWasTakenArrivesWholeAndInOrderAndNothingFollowsTheCloseFrame() throws Exception {
    Limits limits = Limits.builder().maxQueuedBytes(64L * 1024 * 1024).build();
    ResourceOptions options =
        ResourceOptions.builder().limits(limits).origins(OriginPolicy.any()).build();
    try (TrackedServer server =
            new TrackedServer(r -> r.registry().register("/", opened, options));
        Workers workers = new Workers(SENDERS + 1)) {
      for (int round = 0; round < ROUNDS; round++) {
        round(server.port(), ProtocolVersion.V13, workers);
        round(server.port(), ProtocolVersion.V00, workers);
      }
    }
  }

  private void round(int port, ProtocolVersion version, Workers workers) throws Exception {
    boolean draft00 = version == ProtocolVersion.V00;
    try (WireSocket socket = WireSocket.open(port, new Handshake(version, "/"))) {
      WebSocketConnection connection = opened.connections.poll(10, TimeUnit.SECONDS);
      CountDownLatch start = new CountDownLatch(1);
      AtomicInteger taken = new AtomicInteger();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        workers.start(() -> send(connection, sender, start, taken));
      }
      int enough = ThreadLocalRandom.current().nextInt(SENDERS * MOST_EACH / 2);
      workers.start(
          () -> {
            Await.until("some messages", () -> taken.get() >= enough);
            assertThat(connection.close(new CloseStatus(4000, "enough")))
                .isEqualTo(SendResult.SENT);
          });
      start.countDown();
      int received = draft00 ? readDraft00(socket) : readHybi(socket);
      workers.await();
      assertThat(received).isEqualTo(taken.get());
      socket.send(draft00 ? new byte[] {(byte) 0xFF, 0} : Frames.close(CloseStatus.NORMAL));
      assertThat(socket.ends()).isTrue();
    }
  }

  private static void send(
      WebSocketConnection to, int sender, CountDownLatch start, AtomicInteger taken)
      throws InterruptedException {
    start.await();
    for (int i = 0; i < MOST_EACH; i++) {
      SendResult result = to.sendText(sender + ":" + i + ":" + "x".repeat(i % 50), 7);
      if (result == SendResult.CLOSED) {
        return;
      }
      assertThat(result).isEqualTo(SendResult.SENT);
      taken.incrementAndGet();
    }
  }

  private static int readHybi(WireSocket socket) throws IOException {
    int[] next = new int[SENDERS];
    StringBuilder message = new StringBuilder();
    while (true) {
      WireSocket.Frame frame = socket.readFrame();
      if (frame.isClose()) {
        assertThat(message).isEmpty();
        assertThat(frame.closeCode()).isEqualTo(4000);
        return Arrays.stream(next).sum();
      }
      assertThat(frame.opcode()).isEqualTo(message.isEmpty() ? 1 : 0);
      message.append(frame.text());
      if (frame.isLast()) {
        check(message.toString(), next);
        message.setLength(0);
      }
    }
  }

  private static int readDraft00(WireSocket socket) throws IOException {
    int[] next = new int[SENDERS];
    for (String text = socket.readDraft00TextOrClose(); text != null; ) {
      check(text, next);
      text = socket.readDraft00TextOrClose();
    }
    return Arrays.stream(next).sum();
  }

  private static void check(String message, int[] next) {
    int colon = message.indexOf(':');
    int sender = Integer.parseInt(message.substring(0, colon));
    int number = next[sender]++;
    assertThat(message).isEqualTo(sender + ":" + number + ":" + "x".repeat(number % 50));
  }
}
