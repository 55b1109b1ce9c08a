package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients of resources that block leave for those of others. */
@Timeout(60)
class FairThreadsTest {

  private static final int CLIENTS = 300;
  private static final long SOON_MILLIS = 1000;

  private final TestServer server = new TestServer();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  /** Many clients, each with a mailbox of its own and a callback that hangs. */
  private List<FakeClient> hang(String path) {
    RecordingResource hanging = new RecordingResource();
    hanging.on(
        "text",
        (c, text) -> {
          held.incrementAndGet();
          Await.latch(release);
        });
    server.register(path, hanging, Setup.EXECUTOR_EACH);
    int before = held.get();
    List<FakeClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(server.connect(path).text("hang"));
    }
    Await.until("some are held", () -> held.get() > before);
    return clients;
  }

  /** How long each of these takes while others hang. */
  private void assertAllSoon(String path, int messages) {
    RecordingResource echo = new RecordingResource();
    echo.on("text", (c, text) -> c.sendText(text));
    server.register(path, echo, Setup.EXECUTOR);
    for (int i = 0; i < messages; i++) {
      long start = System.nanoTime();
      FakeClient client = server.connect(path).text("x");
      Await.until("the echo", () -> client.received().size() == 1);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertThat(millis).isLessThan(SOON_MILLIS);
    }
  }

  @Test
  void oneResourceWhoseClientsAllHangHoldsUpNoOther() {
    hang("/hangs");
    Await.until("200 are held", () -> held.get() == 200);
    assertAllSoon("/echo", 20);
  }

  @Test
  void aDozenOfThemDoNotEither() {
    for (int i = 0; i < 12; i++) {
      hang("/hangs" + i);
      assertAllSoon("/echo" + i, 5);
    }
  }

  @Test
  void adaptersTasksAreNotHeldUp() {
    hang("/hangs");
    Await.until("200 are held", () -> held.get() == 200);
    CountDownLatch over = new CountDownLatch(1);
    server.runtime().execute(over::countDown);
    Await.latch(over);
  }
}
