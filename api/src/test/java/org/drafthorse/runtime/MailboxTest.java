package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.drafthorse.CloseStatus;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One thread at a time for each resource, first in first out for each connection. */
class MailboxTest {

  /** Plain fields, as the contract allows: any overlap of callbacks shows. */
  private static final class Confined implements WebSocketResource {
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicReference<String> broken = new AtomicReference<>();
    private int events;

    @Override
    public void onOpen(WebSocketConnection connection) {
      enter(() -> connection.attach(0));
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      enter(
          () -> {
            int expected = (int) connection.attachment();
            if (Integer.parseInt(text) != expected) {
              broken.set("message " + text + " instead of " + expected);
            }
            connection.attach(expected + 1);
          });
    }

    @Override
    public void onClose(WebSocketConnection connection, CloseStatus status) {
      enter(() -> {});
    }

    @Override
    public void onCustomMessage(Object message) {
      enter(() -> {});
    }

    private void enter(Runnable callback) {
      if (!inside.compareAndSet(false, true)) {
        broken.set("two callbacks at once");
      }
      callback.run();
      events++;
      inside.set(false);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "EXECUTOR", "OWN"})
  void noTwoCallbacksRunAtOnceAndEachConnectionKeepsItsOrder(Setup setup) throws Exception {
    int clients = 24;
    int messages = 400;
    Confined resource = new Confined();
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, setup);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        threads.add(new Thread(() -> talk(server, context, messages)));
      }
      threads.forEach(Thread::start);
      for (Thread each : threads) {
        each.join();
      }
      server.awaitNothingHeld();
      CountDownLatch seen = new CountDownLatch(1);
      AtomicReference<Integer> events = new AtomicReference<>();
      context.execute(
          () -> {
            events.set(resource.events);
            seen.countDown();
          });
      Await.latch(seen);
      assertThat(resource.broken.get()).isNull();
      assertThat(events.get()).isEqualTo(clients * (messages * 2 + 2));
    }
  }

  private static void talk(TestServer server, ResourceContext context, int messages) {
    FakeClient client = server.connect("/it");
    for (int i = 0; i < messages; i++) {
      client.text(String.valueOf(i));
      if (i % 2 == 0) {
        context.post(i);
      } else {
        context.execute(() -> confined(context).onCustomMessage("task"));
      }
    }
    client.close(1000);
  }

  private static Confined confined(ResourceContext context) {
    return (Confined) ((RegisteredResource) context).handler();
  }

  @ParameterizedTest
  @EnumSource
  void tasksAndCustomMessagesOfAThreadRunInOrder(Setup setup) {
    RecordingResource resource = new RecordingResource();
    List<String> done = new ArrayList<>();
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, setup);
      CountDownLatch last = new CountDownLatch(1);
      resource.on("custom", (c, message) -> done.add("custom " + message));
      for (int i = 0; i < 1000; i += 2) {
        int n = i;
        context.execute(() -> done.add("task " + n));
        context.post(n + 1);
      }
      context.execute(last::countDown);
      Await.latch(last);
      assertThat(done)
          .containsExactlyElementsOf(
              IntStream.range(0, 1000)
                  .mapToObj(i -> (i % 2 == 0 ? "task " : "custom ") + i)
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void executeWithinACallbackRunsAfterItAndNotInIt(Setup setup) {
    RecordingResource resource = new RecordingResource();
    List<String> order = new ArrayList<>();
    CountDownLatch last = new CountDownLatch(1);
    resource.on(
        "custom",
        (c, message) -> {
          resource.context().execute(() -> order.add("task"));
          resource.context().execute(last::countDown);
          order.add("callback");
        });
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup).post("go");
      Await.latch(last);
      assertThat(order).containsExactly("callback", "task");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatThrowsReachesOnErrorWithoutAConnection(Setup setup) {
    RecordingResource resource = new RecordingResource();
    Error error = new AssertionError("task");
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, setup);
      context.execute(
          () -> {
            throw error;
          });
      context.post("next");
      resource.await("custom next");
      assertThat(resource.events()).containsExactly("error task", "custom next");
      assertThat(resource.errors()).containsExactly(error);
    }
  }

  @Test
  void theWatchdogNamesADirectResourceThatBlocksItsThreadAndSaysItOnce() {
    RecordingResource resource = new RecordingResource();
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer()) {
      resource.on(
          "text",
          (c, text) -> {
            server.advance(Duration.ofMillis(900));
            assertThat(log.lines()).isEmpty();
            server.advance(Duration.ofMillis(200));
            server.advance(Duration.ofMillis(200));
          });
      server.register("/slow", resource, Setup.DIRECT);
      server.connect("/slow").text("1");
      assertThat(resource.errors()).isEmpty();
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0)).contains("/slow").contains("1,100 ms");
    }
  }

  @ParameterizedTest
  @EnumSource
  void callbacksRunWithTheContextClassLoaderAndThreadsGetTheirsBack(Setup setup) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    RecordingResource resource = new RecordingResource();
    List<ClassLoader> seen = new CopyOnWriteArrayList<>();
    resource.on("text", (c, text) -> seen.add(Thread.currentThread().getContextClassLoader()));
    resource.on("custom", (c, text) -> seen.add(Thread.currentThread().getContextClassLoader()));
    try (URLClassLoader loader = new URLClassLoader(new URL[0]);
        TestServer server = new TestServer(builder -> builder.contextClassLoader(loader))) {
      ResourceContext context = server.register("/it", resource, setup);
      FakeClient client = server.connect("/it").text("1");
      resource.await("text 1");
      context.post("2");
      resource.await("custom 2");
      client.close(1000);
      resource.await("close 1000");
      Await.until("both were seen", () -> seen.size() == 2);
      assertThat(seen).containsExactly(loader, loader);
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
  }

  @Test
  void aResourceThatIsUnregisteredTakesNoMoreTasks() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", new RecordingResource(), Setup.DIRECT);
      assertThat(server.runtime().registry().unregister("/it")).isTrue();
      assertThat(server.runtime().registry().unregister("/it")).isFalse();
      assertThatThrownBy(() -> context.post("late")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> context.execute(() -> {})).isInstanceOf(IllegalStateException.class);
    }
  }
}
