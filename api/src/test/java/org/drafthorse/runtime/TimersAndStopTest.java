package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.junit.jupiter.api.Test;

/** What happens when nothing happens, and when the server stops. */
class TimersAndStopTest {

  private final RecordingResource resource = new RecordingResource();

  @Test
  void aQuietClientIsPingedAndLivesAsLongAsItAnswers() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      for (int i = 1; i <= 5; i++) {
        server.advance(Duration.ofSeconds(24));
        assertThat(client.frames()).hasSize(i - 1);
        server.advance(Duration.ofSeconds(1));
        assertThat(client.frames()).hasSize(i).last().hasToString("9 ");
        client.pong("");
      }
      assertThat(client.connection().isOpen()).isTrue();
    }
  }

  @Test
  void aClientThatNeverAnswersAPingIsClosedAndThenDropped() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      IntStream.range(0, 61).forEach(i -> server.advance(Duration.ofSeconds(1)));
      assertThat(client.received()).containsExactly("9 ", "9 ", "close 1001");
      Await.until("onClose", () -> resource.events().contains("close 1001"));
      assertThat(client.transport().isGone()).isFalse();
      server.advance(Duration.ofSeconds(6));
      assertThat(client.transport().isAborted()).isTrue();
      server.awaitNothingHeld();
    }
  }

  @Test
  void versionZeroIsNotPingedAndHasALongerTimeout() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it", ProtocolVersion.V00, FakeTransport.Mode.INLINE);
      server.advance(Duration.ofSeconds(599));
      assertThat(client.frames()).isEmpty();
      server.advance(Duration.ofSeconds(2));
      assertThat(client.frames()).hasSize(1).first().matches(WireFrame::isClose);
    }
  }

  @Test
  void aBlockedHandlerDoesNotKeepAClosedConnection() {
    CountDownLatch release = new CountDownLatch(1);
    resource.on("text", (c, text) -> Await.latch(release));
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR);
      FakeClient client = server.connect("/it").text("1");
      resource.await("text 1");
      client.close(4000);
      server.advance(Duration.ofSeconds(6));
      assertThat(client.received()).containsExactly("close 4000");
      assertThat(client.transport().isClosed()).isTrue();
      assertThat(resource.events()).doesNotContain("close 4000");
      release.countDown();
      resource.await("close 4000");
      server.awaitNothingHeld();
    }
  }

  @Test
  void timeoutsOfTheFirstClientsBeginWhenTheRuntimeStarts() {
    AtomicLong nanos = new AtomicLong();
    WebSocketRuntime runtime = WebSocketRuntime.builder().nanoTime(nanos::get).build();
    runtime.registry().register("/it", resource, Setup.DIRECT.options().build());
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    runtime.start();
    FakeClient client = FakeClient.connect(runtime, "/it");
    runtime.tick();
    assertThat(client.connection().isOpen()).isTrue();
    assertThat(client.frames()).isEmpty();
    runtime.stop(Duration.ZERO);
  }

  @Test
  void stopWaitsForClientsThatAnswerAndEndsTheOthers() throws Exception {
    TestServer server = new TestServer();
    server.register("/it", resource, Setup.EXECUTOR);
    FakeClient polite = server.connect("/it");
    Await.until("open", () -> resource.events().size() == 1);
    Thread stopper = new Thread(() -> server.runtime().stop(Duration.ofSeconds(8)));
    stopper.start();
    Await.until("1001", () -> polite.received().contains("close 1001"));
    assertThat(stopper.isAlive()).isTrue();
    polite.close(1001);
    stopper.join(5000);
    assertThat(stopper.isAlive()).isFalse();
    assertThat(polite.transport().isClosed()).isTrue();
    assertThat(resource.events()).containsExactly("open", "close 1001");
    server.awaitNothingHeld();
  }

  @Test
  void whatWaitsInABusyMailboxIsStillHandledWhenTheServerStops() {
    CountDownLatch release = new CountDownLatch(1);
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.EXECUTOR);
      FakeClient client = server.connect("/it");
      context.execute(() -> Await.latch(release));
      IntStream.range(0, 1000).forEach(context::post);
      client.reset();
      release.countDown();
      server.runtime().stop(Duration.ofSeconds(5));
      assertThat(resource.events()).hasSize(1002).endsWith("custom 999", "close 1006");
    }
  }

  @Test
  void stoppingInTheMiddleOfAHandshakeEndsItWithoutACallback() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = FakeClient.inMidHandshake(server.runtime(), "/it", 3);
      server.runtime().stop(Duration.ZERO);
      client.raw(new byte[5]);
      assertThat(client.transport().isAborted()).isTrue();
      assertThat(resource.events()).isEmpty();
      server.awaitNothingHeld();
    }
  }

  @Test
  void abortsThatRaceWithOpeningNeverSplitOnOpenFromOnClose() throws Exception {
    try (TestServer server = new TestServer()) {
      for (int i = 0; i < 2000; i++) {
        RecordingResource each = new RecordingResource();
        server.register("/it" + i, each, Setup.DIRECT);
        FakeClient client =
            FakeClient.admit(
                server.runtime(),
                RequestHeads.of("/it" + i, ProtocolVersion.V13),
                ProtocolVersion.V13,
                FakeTransport.Mode.INLINE);
        CountDownLatch start = new CountDownLatch(1);
        Thread aborter =
            new Thread(
                () -> {
                  Await.latch(start);
                  client.connection().abort();
                });
        aborter.start();
        start.countDown();
        client.open();
        aborter.join();
        Await.until("no connection", () -> each.context().connections().isEmpty());
        Await.until("the end", () -> each.events().isEmpty() || each.events().size() == 2);
      }
    }
  }

  @Test
  void aClientWhoseAnswerIsUnderWayWhenTheServerStopsIsToldAsSoonAsItIsOpen() throws Exception {
    try (TestServer server = new TestServer()) {
      server.register("/it", new RecordingResource(), Setup.DIRECT);
      FakeClient client =
          FakeClient.admit(
              server.runtime(),
              RequestHeads.of("/it", ProtocolVersion.V13),
              ProtocolVersion.V13,
              FakeTransport.Mode.INLINE);
      Thread stopper = new Thread(() -> server.runtime().stop(Duration.ofSeconds(8)));
      stopper.start();
      Await.until("it stops", () -> server.runtime().clients().isStopping());
      client.open();
      Await.until("1001 is sent", () -> client.received().contains("close 1001"));
      client.close(1001);
      stopper.join(8000);
      assertThat(stopper.isAlive()).isFalse();
    }
  }

  @Test
  void theCloseTimeoutLeavesOutputAloneThatStillFlowsAndEndsWhatStandsStill() {
    try (TestServer server = new TestServer()) {
      server.register("/it", new RecordingResource(), Setup.DIRECT);
      FakeClient client = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      client.connection().sendText("x".repeat(900_000));
      client.connection().close();
      for (int i = 0; i < 3; i++) {
        server.advance(Duration.ofSeconds(4));
        client.transport().complete();
        assertThat(client.transport().isAborted()).isFalse();
      }
      server.advance(Duration.ofSeconds(6));
      assertThat(client.transport().isAborted()).isTrue();
    }
  }
}
