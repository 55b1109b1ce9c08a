package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any thread may send at any time. */
class ConcurrentSendingTest {

  private static final int THREADS = 64;
  private static final Limits ROOMY = Limits.builder().maxQueuedBytes(1 << 30).build();

  private final RecordingResource resource = new RecordingResource();
  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(names = {"INLINE", "OTHER_THREAD"})
  void sixtyFourThreadsKeepTheirOrderAndTheirFramesTogether(FakeTransport.Mode mode)
      throws Exception {
    int each = 300;
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT.options().limits(ROOMY).build());
      FakeClient client = server.connect("/it", ProtocolVersion.V13, mode);
      inParallel(
          n -> {
            for (int i = 0; i < each; i++) {
              assertThat(sendOne(client.connection(), n, i)).isEqualTo(SendResult.SENT);
            }
          });
      Await.until("all is written", () -> client.connection().queuedBytes() == 0);
      assertThat(thrown).isEmpty();
      assertThat(client.transport().violations()).isZero();
      assertInOrder(messages(client.frames()), each);
      client.close(1000);
      server.awaitNothingHeld();
    }
  }

  @Test
  void sendsThatRaceWithCloseAreTakenBeforeTheCloseFrameOrRefused() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (TestServer server = new TestServer()) {
        server.register(
            "/it", new RecordingResource(), Setup.DIRECT.options().limits(ROOMY).build());
        FakeClient client =
            server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.OTHER_THREAD);
        Queue<SendResult> taken = new ConcurrentLinkedQueue<>();
        inParallel(n -> sendUntilClosed(client.connection(), n, taken));
        Await.until("all is written", () -> client.connection().queuedBytes() == 0);
        assertThat(thrown).isEmpty();
        List<WireFrame> frames = client.frames();
        assertThat(frames.get(frames.size() - 1).isClose()).isTrue();
        assertThat(frames).filteredOn(WireFrame::isClose).hasSize(1);
        assertThat(messages(frames)).hasSize(taken.size());
        client.close(1000);
        server.awaitNothingHeld();
      }
    }
  }

  @Test
  void writesThatCompleteInlineDoNotDeepenTheStack() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT.options().limits(ROOMY).build());
      FakeClient client = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      client.connection().sendText("first");
      for (int i = 0; i < 20; i++) {
        client.connection().sendText("x".repeat(250_000));
      }
      client.transport().mode(FakeTransport.Mode.INLINE);
      int before = client.transport().deepestStack();
      client.transport().complete();
      assertThat(client.frames()).hasSize(21);
      assertThat(client.transport().writes()).isGreaterThan(15);
      assertThat(client.transport().largestWrite()).isEqualTo(16);
      assertThat(client.transport().deepestStack()).isLessThan(before + 10);
    }
  }

  @Test
  void whatACallbackSendsLeavesInOneGatheredWrite() {
    resource.on(
        "text",
        (c, text) -> {
          for (int i = 0; i < 100; i++) {
            c.sendText("answer " + i);
          }
        });
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it").text("1");
      assertThat(client.frames()).hasSize(100);
      assertThat(client.transport().writes()).isEqualTo(1);
      client.connection().flush();
      assertThat(client.transport().writes()).isEqualTo(1);
    }
  }

  @Test
  void flushWithinACallbackSendsWithoutWaitingForItsEnd() {
    FakeClient[] client = new FakeClient[1];
    resource.on(
        "text",
        (c, text) -> {
          c.sendText("early");
          assertThat(client[0].frames()).isEmpty();
          c.flush();
          assertThat(client[0].frames()).hasSize(1);
        });
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      client[0] = server.connect("/it");
      client[0].text("1");
      assertThat(resource.errors()).isEmpty();
    }
  }

  @Test
  void theBufferOfTheCallerIsCopiedAndNotMoved() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      ByteBuffer data = ByteBuffer.wrap("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3);
      client.connection().sendText("blocks");
      client.connection().sendBinary(data);
      client.connection().sendText(data, 2);
      resource.context().broadcast().sendText(data);
      assertThat(data.remaining()).isEqualTo(3);
      data.array()[1] = '!';
      client.transport().mode(FakeTransport.Mode.INLINE);
      client.transport().complete();
      assertThat(client.received()).containsExactly("1 blocks", "2 abc", "1+ ab", "0 c", "1 abc");
    }
  }

  private static SendResult sendOne(WebSocketConnection connection, int thread, int i) {
    String text = thread + ":" + i + ":" + "x".repeat(i % 50);
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    return switch (i % 3) {
      case 0 -> connection.sendText(text, 7);
      case 1 -> connection.sendBinary(bytes);
      default -> connection.sendPing(bytes);
    };
  }

  private static void sendUntilClosed(
      WebSocketConnection connection, int thread, Queue<SendResult> taken) {
    for (int i = 0; i < 100; i++) {
      if (thread == 7 && i == 50) {
        connection.close();
      }
      SendResult result = sendOne(connection, thread, i);
      if (result == SendResult.SENT) {
        taken.add(result);
      } else {
        assertThat(result).isEqualTo(SendResult.CLOSED);
      }
    }
  }

  /** Puts fragments together; pings may stand between them, nothing else. */
  private static List<String> messages(List<WireFrame> frames) {
    List<String> messages = new ArrayList<>();
    StringBuilder fragments = null;
    for (WireFrame each : frames) {
      if (each.opcode() == 1 || each.opcode() == 2) {
        assertThat(fragments).isNull();
        fragments = new StringBuilder();
      }
      if (each.opcode() <= 2) {
        assertThat(fragments).isNotNull();
        fragments.append(each.text());
        if (each.fin()) {
          messages.add(fragments.toString());
          fragments = null;
        }
      } else if (!each.isClose()) {
        messages.add(each.text());
      }
    }
    return messages;
  }

  private static void assertInOrder(List<String> messages, int each) {
    int[] next = new int[THREADS];
    for (String message : messages) {
      String[] parts = message.split(":", -1);
      int thread = Integer.parseInt(parts[0]);
      assertThat(Integer.parseInt(parts[1])).isEqualTo(next[thread]++);
    }
    assertThat(next).containsOnly(each);
  }

  private void inParallel(IntConsumer work) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int n = i;
      Thread thread =
          new Thread(
              () -> {
                Await.latch(start);
                work.accept(n);
              });
      thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
      threads.add(thread);
      thread.start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
