package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.Broadcast;
import org.drafthorse.Limits;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.SendResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for a client that does not read is bounded, and others do not feel it. */
class OutputBoundTest {

  private static final Limits LIMITS =
      Limits.builder().maxMessageSize(1000).maxQueuedBytes(10_000).build();

  private final RecordingResource resource = new RecordingResource();

  @Test
  void droppingRefusesTheMessageAndGoesOnWhenThereIsRoom() {
    try (TestServer server = new TestServer()) {
      FakeClient client = neverReading(server, OverflowPolicy.DROP);
      String text = "x".repeat(996);
      for (int i = 0; i < 10; i++) {
        assertThat(client.connection().sendText(text)).isEqualTo(SendResult.SENT);
      }
      assertThat(client.connection().queuedBytes()).isEqualTo(10_000);
      assertThat(client.connection().sendText("y")).isEqualTo(SendResult.DROPPED);
      assertThat(client.connection().isOpen()).isTrue();
      client.transport().complete();
      assertThat(client.connection().sendText("z")).isEqualTo(SendResult.SENT);
      client.transport().mode(FakeTransport.Mode.INLINE);
      client.transport().complete();
      assertThat(client.received()).hasSize(11).endsWith("1 z").doesNotContain("1 y");
    }
  }

  @Test
  void oneMessageIsAlwaysTakenWhenNothingWaits() {
    try (TestServer server = new TestServer()) {
      FakeClient client = neverReading(server, OverflowPolicy.DROP);
      assertThat(client.connection().sendText("x".repeat(50_000))).isEqualTo(SendResult.SENT);
      assertThat(client.connection().sendText("y")).isEqualTo(SendResult.DROPPED);
    }
  }

  @Test
  void closingSaysSoWithACloseFrameBehindWhatIsQueued() {
    try (TestServer server = new TestServer()) {
      FakeClient client = neverReading(server, OverflowPolicy.CLOSE);
      String text = "x".repeat(996);
      for (int i = 0; i < 10; i++) {
        assertThat(client.connection().sendText(text)).isEqualTo(SendResult.SENT);
      }
      assertThat(client.connection().sendText("y")).isEqualTo(SendResult.CLOSED);
      assertThat(client.connection().isOpen()).isFalse();
      client.transport().mode(FakeTransport.Mode.INLINE);
      client.transport().complete();
      assertThat(client.received()).hasSize(11).endsWith("close 1008");
      client.close(1008);
      resource.await("close 1008");
      server.awaitNothingHeld();
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneClientThatNeverReadsKeepsNothingFromNinetyNineOthers(Setup setup) {
    try (TestServer server = new TestServer()) {
      ResourceContext context =
          server.register("/it", resource, setup.options().limits(LIMITS).build());
      FakeClient bad = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      List<FakeClient> good = new ArrayList<>();
      for (int i = 0; i < 99; i++) {
        good.add(server.connect("/it"));
      }
      Await.until("all are open", () -> context.connections().size() == 100);
      int closed = 0;
      for (int i = 0; i < 200; i++) {
        Broadcast.Result result = context.broadcast().sendText("x".repeat(900));
        assertThat(result.sent()).isGreaterThanOrEqualTo(99);
        closed += result.closed();
        assertThat(bad.connection().queuedBytes()).isLessThanOrEqualTo(10_100);
      }
      assertThat(closed).isPositive();
      assertThat(good).allSatisfy(each -> assertThat(each.frames()).hasSize(200));
      server.advance(Duration.ofSeconds(6));
      resource.await("close 1008");
      Await.until("99 clients", () -> server.runtime().clientCount() == 99);
    }
  }

  @Test
  void aPingFloodWithoutReadingIsAnsweredByTheFirstPongsAndTheLatest() {
    try (TestServer server = new TestServer()) {
      FakeClient client = neverReading(server, OverflowPolicy.CLOSE);
      client.connection().sendText("blocks");
      long before = client.connection().queuedBytes();
      for (int i = 0; i < 10_000; i++) {
        client.ping("ping " + i);
      }
      assertThat(client.isPaused()).isFalse();
      assertThat(client.connection().queuedBytes()).isBetween(before, before + 17 * 1024);
      client.transport().mode(FakeTransport.Mode.INLINE);
      client.transport().complete();
      assertThat(client.received())
          .startsWith("1 blocks", "10 ping 0", "10 ping 1")
          .endsWith("10 ping 9999")
          .hasSizeLessThan(2000);
    }
  }

  @Test
  void aPingInFrontOfACloseIsAnsweredInFrontOfIt() {
    for (int size : new int[] {10, 100_000}) {
      try (TestServer server = new TestServer()) {
        FakeClient client = neverReading(server, OverflowPolicy.CLOSE);
        String text = "x".repeat(size);
        client.connection().sendText(text);
        client.ping("p").close(1000);
        client.transport().mode(FakeTransport.Mode.INLINE);
        client.transport().complete();
        Await.until("the close", () -> client.frames().stream().anyMatch(WireFrame::isClose));
        assertThat(client.received()).containsExactly("1 " + text, "10 p", "close 1000");
      }
    }
  }

  @Test
  void aWriteThatMakesNoProgressEndsTheConnection() {
    try (TestServer server = new TestServer()) {
      FakeClient client = neverReading(server, OverflowPolicy.CLOSE);
      client.connection().sendText("blocks");
      server.advance(Duration.ofSeconds(29));
      client.pong("alive");
      assertThat(client.transport().isGone()).isFalse();
      server.advance(Duration.ofSeconds(2));
      assertThat(client.transport().isAborted()).isTrue();
      resource.await("close 1006");
      server.awaitNothingHeld();
    }
  }

  @Test
  void aMessageThatIsQueuedAfterALongSilenceIsNoWriteThatHangs() {
    Limits limits = Limits.builder().pingInterval(Duration.ZERO).idleTimeout(Duration.ZERO).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT.options().limits(limits).build());
      FakeClient client = server.connect("/it");
      resource.on(
          "text",
          (c, text) -> {
            c.sendText("answer");
            server.advance(Duration.ofMillis(50));
          });
      server.advance(Duration.ofMinutes(2));
      client.text("1");
      assertThat(client.received()).containsExactly("1 answer");
      assertThat(client.connection().isOpen()).isTrue();
    }
  }

  @Test
  void whatIsHeldIsOnTheBudgetAndTheLargestHolderIsGivenUpBeyondIt() {
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer(builder -> builder.byteBudget(50_000))) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient small = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      FakeClient large = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      small.connection().sendText("x".repeat(10_000));
      large.connection().sendText("x".repeat(30_000));
      assertThat(server.runtime().heldBytes()).isEqualTo(40_008);
      small.frame(0x01, new byte[5_000]);
      assertThat(large.transport().isAborted()).isTrue();
      assertThat(small.connection().isOpen()).isTrue();
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0)).contains("giving up /it", "30004 bytes");
      resource.await("close 1013");
      small.reset();
      server.awaitNothingHeld();
    }
  }

  private FakeClient neverReading(TestServer server, OverflowPolicy policy) {
    server.register(
        "/it", resource, Setup.DIRECT.options().limits(LIMITS).overflowPolicy(policy).build());
    return server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
  }
}
