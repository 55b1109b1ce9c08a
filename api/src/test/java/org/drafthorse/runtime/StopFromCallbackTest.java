package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any thread may stop a runtime, and one that runs a callback does not wait for it. */
@Timeout(60)
class StopFromCallbackTest {

  /** Longer than all else here takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final CompletableFuture<Duration> returned = new CompletableFuture<>();
  private final RecordingResource resource = new RecordingResource();

  static Stream<Arguments> ways() {
    List<String> callbacks = List.of("open", "text", "binary", "pong", "custom", "close", "error");
    return Stream.of(Setup.values())
        .flatMap(setup -> callbacks.stream().map(each -> Arguments.of(setup, each)));
  }

  private void stop(WebSocketRuntime runtime) {
    long begin = System.nanoTime();
    runtime.stop(PATIENCE);
    returned.complete(Duration.ofNanos(System.nanoTime() - begin));
  }

  private void assertReturnedAtOnce() throws Exception {
    assertThat(returned.get(10, TimeUnit.SECONDS)).isLessThan(AT_ONCE);
  }

  private static void bringAbout(String callback, RecordingResource resource, FakeClient client) {
    switch (callback) {
      case "open" -> {}
      case "binary" -> client.binary(new byte[1]);
      case "pong" -> client.pong("");
      case "custom" -> resource.context().post("go");
      case "close" -> client.reset();
      default -> client.text("go");
    }
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static void assertSecondStopWaits(WebSocketRuntime runtime, FakeClient client)
      throws InterruptedException {
    Thread again = new Thread(() -> runtime.stop(PATIENCE), "stops again");
    again.start();
    if (!client.transport().isGone()) {
      Await.until("goodbye", () -> client.frames().stream().anyMatch(WireFrame::isClose));
      Await.until("the second stop waits", () -> isWaiting(again));
      client.close(1001);
    }
    again.join(PATIENCE.toMillis() / 2);
    assertThat(again.isAlive()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void itReturnsAtOnceAndAnotherStopWaitsForTheEnd(Setup setup, String callback) throws Exception {
    try (TestServer server = new TestServer()) {
      resource.on(callback, (c, text) -> stop(server.runtime()));
      if (callback.equals("error")) {
        resource.on(
            "text",
            (c, text) -> {
              throw new IllegalStateException("as ordered");
            });
      }
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it");
      bringAbout(callback, resource, client);
      assertReturnedAtOnce();
      assertSecondStopWaits(server.runtime(), client);
      assertThat(client.transport().isGone()).isTrue();
      server.awaitNothingHeld();
      assertThat(resource.events()).filteredOn(each -> each.startsWith("close")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"register", "origin", "handshake"})
  void soDoesOneThatRunsBeforeThereIsAConnection(String callback) throws Exception {
    try (TestServer server = new TestServer()) {
      server.register("/other", resource, Setup.EXECUTOR);
      FakeClient other = server.connect("/other");
      resource.await("open");
      Door door = new Door(callback, () -> stop(server.runtime()));
      server.register("/it", door, ResourceOptions.builder().origins(door).build());
      if (!callback.equals("register")) {
        Admission admission = server.runtime().admit(RequestHeads.of("/it", ProtocolVersion.V13));
        if (admission instanceof Admission.Admitted admitted) {
          admitted.driver().failed(null);
        }
      }
      assertReturnedAtOnce();
      assertSecondStopWaits(server.runtime(), other);
      server.awaitNothingHeld();
    }
  }

  @Test
  void aThreadThatDoesSoOnceItsCallbackIsOverWaitsAgain() throws Exception {
    try (TestServer server = new TestServer()) {
      resource.on("text", (c, text) -> c.sendText(text));
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it").text("on this thread");
      assertThat(client.received()).containsExactly("1 on this thread");
      Admission unused = server.runtime().admit(RequestHeads.of("/no", ProtocolVersion.V13));
      long begin = System.nanoTime();
      server.runtime().stop(Duration.ofMillis(100));
      assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(99).toNanos());
      assertThat(client.transport().isGone()).isTrue();
    }
  }

  @Test
  void whatEndsWithItMayAskForItAgain() {
    Stop stop = new Stop();
    List<String> done = new ArrayList<>();
    stop.run(
        () -> {
          stop.run(() -> done.add("again"));
          stop.runAndWait(() -> done.add("again"));
          done.add("once");
        });
    assertThat(done).containsExactly("once");
  }

  /** Stops at one of the calls that let a client in. */
  private record Door(String callback, Runnable stop) implements WebSocketResource, OriginPolicy {

    private void call(String which) {
      if (which.equals(callback)) {
        stop.run();
      }
    }

    @Override
    public void onRegister(ResourceContext context) {
      call("register");
    }

    @Override
    public boolean allows(HandshakeRequest request) {
      call("origin");
      return true;
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
      call("handshake");
      return HandshakeDecision.accept();
    }
  }
}
