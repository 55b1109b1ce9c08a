package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.drafthorse.ResourceContext;
import org.junit.jupiter.api.Test;

/** Executors that refuse, block or are slow. */
class ExecutorTest {

  @Test
  void anExecutorThatRefusesIsAskedAgainAtEachTickAndNothingIsLost() {
    RecordingResource resource = new RecordingResource();
    AtomicBoolean full = new AtomicBoolean();
    try (TestServer server = new TestServer()) {
      server.register(
          "/it",
          resource,
          Setup.EXECUTOR_EACH
              .options()
              .executor(
                  task -> {
                    if (full.get()) {
                      throw new RejectedExecutionException("full");
                    }
                    FakeClient.io().execute(task);
                  })
              .build());
      FakeClient client = server.connect("/it");
      resource.await("open");
      full.set(true);
      client.text("1").text("2");
      server.advance(Duration.ofMillis(100));
      assertThat(resource.events()).containsExactly("open");
      client.endOfInput();
      full.set(false);
      server.advance(Duration.ofMillis(100));
      resource.await("close 1006");
      assertThat(resource.events()).containsExactly("open", "text 1", "text 2", "close 1006");
    }
  }

  @Test
  void anExecutorThatIsShutDownStillFinishesTheMailboxItWorksOn() {
    RecordingResource resource = new RecordingResource();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch last = new CountDownLatch(1000);
    try (TestServer server = new TestServer()) {
      ResourceContext context =
          server.register("/it", resource, Setup.EXECUTOR.options().executor(pool).build());
      context.execute(() -> Await.latch(go));
      IntStream.range(0, 1000).forEach(i -> context.execute(last::countDown));
      pool.shutdown();
      go.countDown();
      Await.latch(last);
    }
  }

  @Test
  void clientsWhoseCallbacksTakeLongTakeTurns() {
    RecordingResource resource = new RecordingResource();
    Queue<Runnable> tasks = new ArrayDeque<>();
    try (TestServer server = new TestServer()) {
      resource.on("text", (c, text) -> server.advance(Duration.ofMillis(200)));
      server.register("/it", resource, Setup.EXECUTOR_EACH.options().executor(tasks::add).build());
      server.connect("/it").text("a1").text("a2").text("a3");
      server.connect("/it").text("b1").text("b2").text("b3");
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      assertThat(resource.events())
          .containsExactly(
              "open", "text a1", "open", "text b1", "text a2", "text b2", "text a3", "text b3");
    }
  }

  @Test
  void aBlockedHandlerDelaysNoOtherResource() {
    RecordingResource blocked = new RecordingResource();
    RecordingResource other = new RecordingResource();
    CountDownLatch release = new CountDownLatch(1);
    blocked.on("text", (c, text) -> Await.latch(release));
    try (TestServer server = new TestServer()) {
      server.register("/blocked", blocked, Setup.EXECUTOR);
      server.register("/other", other, Setup.EXECUTOR);
      server.connect("/blocked").text("1");
      blocked.await("text 1");
      FakeClient client = server.connect("/other").text("1").close(1000);
      other.await("close 1000");
      Await.until("close frame", () -> client.received().equals(List.of("close 1000")));
      assertThat(blocked.events()).containsExactly("open", "text 1");
      release.countDown();
    }
  }

  @Test
  void whatWasSentInALongCallbackLeavesAfterATick() {
    RecordingResource resource = new RecordingResource();
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    resource.on(
        "text",
        (c, text) -> {
          c.sendText("early");
          sent.countDown();
          Await.latch(release);
        });
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.EXECUTOR);
      FakeClient client = server.connect("/it").text("1");
      Await.latch(sent);
      server.advance(Duration.ofMillis(99));
      assertThat(client.received()).isEmpty();
      server.advance(Duration.ofMillis(100));
      assertThat(client.received()).containsExactly("1 early");
      release.countDown();
    }
  }
}
