package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Limits;
import org.drafthorse.ResourceOptions;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.engine.ClientFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sends is read no faster than it is handled, and reading never stalls. */
class FlowControlTest {

  private final RecordingResource resource = new RecordingResource();

  @Test
  void readingPausesAtTheLimitOfMessagesAndGoesOnWhenHalfIsHandled() {
    CountDownLatch release = new CountDownLatch(1);
    resource.on("text", (c, text) -> Await.latch(release));
    Limits limits = Limits.builder().maxPendingMessages(4).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().limits(limits).build());
      FakeClient client = server.connect("/it");
      resource.await("open");
      client.text("0");
      resource.await("text 0");
      client.text("1").text("2").text("3");
      assertThat(client.isPaused()).isTrue();
      client.text("4").text("5");
      assertThat(client.transport().resumed()).isZero();
      release.countDown();
      resource.await("text 5");
      assertThat(client.transport().resumed()).isPositive();
      assertThat(resource.events())
          .containsExactly("open", "text 0", "text 1", "text 2", "text 3", "text 4", "text 5");
    }
  }

  @Test
  void readingPausesAtTheLimitOfBytesAndThePendingBytesCountInTheBudget() {
    CountDownLatch release = new CountDownLatch(1);
    resource.on("binary", (c, data) -> Await.latch(release));
    Limits limits = Limits.builder().maxPendingBytes(20_000).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().limits(limits).build());
      FakeClient client = server.connect("/it");
      client.binary(new byte[10_000]);
      assertThat(client.isPaused()).isFalse();
      client.binary(new byte[10_000]).binary(new byte[10_000]);
      assertThat(client.isPaused()).isTrue();
      assertThat(server.runtime().heldBytes()).isEqualTo(20_000);
      release.countDown();
      Await.until("all is read", () -> resource.events().size() == 4);
      Await.until("nothing is held", () -> server.runtime().heldBytes() == 0);
      assertThat(client.connection().isOpen()).isTrue();
    }
  }

  @Test
  void whatIsLeftOverOfAReadCountsInTheBudgetUntilItIsRead() {
    CountDownLatch release = new CountDownLatch(1);
    resource.on("binary", (c, data) -> Await.latch(release));
    Limits limits = Limits.builder().maxPendingBytes(10_000).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().limits(limits).build());
      byte[] frame = FakeClient.maskedFrame(0x82, new byte[10_000]);
      // The last one is read without another pause.
      byte[] small = FakeClient.maskedFrame(0x82, new byte[10]);
      FakeClient client =
          server.connect("/it").raw(ClientFrames.concat(frame, frame, frame, small));
      Await.until("the first is being handled", () -> resource.events().size() == 2);
      assertThat(client.isPaused()).isTrue();
      assertThat(server.runtime().heldBytes()).isEqualTo(10_000 + 2L * frame.length + small.length);
      release.countDown();
      Await.until("all is read", () -> resource.events().size() == 5);
      Await.until("nothing is held", () -> server.runtime().heldBytes() == 0);
    }
  }

  @Test
  void aPausedClientIsNotIdle() {
    CountDownLatch release = new CountDownLatch(1);
    resource.on("text", (c, text) -> Await.latch(release));
    Limits limits = Limits.builder().maxPendingMessages(1).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR.options().limits(limits).build());
      FakeClient client = server.connect("/it").text("1");
      resource.await("text 1");
      assertThat(client.isPaused()).isTrue();
      server.advance(Duration.ofSeconds(61));
      assertThat(client.connection().isOpen()).isTrue();
      release.countDown();
      Await.until("reading goes on", () -> !client.isPaused());
      server.advance(Duration.ofSeconds(59));
      assertThat(client.connection().isOpen()).isTrue();
      server.advance(Duration.ofSeconds(2));
      assertThat(client.connection().isOpen()).isFalse();
    }
  }

  @Test
  void anEchoClientThatDoesNotReadIsReadNoFurtherRatherThanClosed() {
    resource.on("text", (c, text) -> assertThat(c.sendText(text)).isEqualTo(SendResult.SENT));
    Limits limits = Limits.builder().maxQueuedBytes(100_000).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT.options().limits(limits).build());
      FakeClient client = server.connect("/it");
      client.transport().mode(FakeTransport.Mode.LATER);
      String text = "x".repeat(1000);
      for (int i = 0; i < 500; i++) {
        client.text(text);
      }
      assertThat(client.isPaused()).isTrue();
      assertThat(client.connection().queuedBytes()).isBetween(50_000L, 52_000L);
      client.transport().mode(FakeTransport.Mode.INLINE);
      client.transport().complete();
      Await.until("all is echoed", () -> client.frames().size() == 500);
      assertThat(resource.errors()).isEmpty();
    }
  }

  /** Delays at random, in its own way for each message. */
  private static final class Moody implements WebSocketResource {
    private final AtomicInteger messages = new AtomicInteger();

    @Override
    public void onText(WebSocketConnection connection, String text) {
      int n = messages.incrementAndGet();
      if (n % 7 == 0) {
        LockSupport.parkNanos(1);
      }
      if (n % 1000 == 0) {
        LockSupport.parkNanos(200_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHundredThousandMessagesInRandomFragmentsNeverStall(Setup setup) throws Exception {
    int clients = 4;
    int messages = 5000;
    Moody moody = new Moody();
    Limits limits = Limits.builder().maxPendingMessages(8).maxPendingBytes(500).build();
    ResourceOptions options = setup.options().limits(limits).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", moody, options);
      List<Thread> threads = new ArrayList<>();
      List<FakeClient> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        FakeClient client = server.connect("/it");
        all.add(client);
        Random random = new Random(i);
        threads.add(new Thread(() -> sendFragments(client, messages, random)));
      }
      threads.forEach(Thread::start);
      for (Thread each : threads) {
        each.join();
      }
      Await.until("all is handled", () -> moody.messages.get() == clients * messages);
      for (FakeClient each : all) {
        Await.until("credit is whole", () -> each.driver().heldBytes() == 0);
        Await.until("reading goes on", () -> !each.isPaused());
        each.close(1000);
      }
      server.awaitNothingHeld();
    }
  }

  private static void sendFragments(FakeClient client, int messages, Random random) {
    for (int i = 0; i < messages; i++) {
      Await.until("the server reads", () -> !client.isPaused());
      int fragments = 1 + random.nextInt(6);
      for (int f = 0; f < fragments; f++) {
        int first = (f == 0 ? 0x01 : 0x00) | (f == fragments - 1 ? 0x80 : 0);
        client.frame(first, "a".repeat(random.nextInt(20)).getBytes(StandardCharsets.US_ASCII));
        if (random.nextInt(10) == 0) {
          client.ping("p");
        }
      }
    }
  }
}
