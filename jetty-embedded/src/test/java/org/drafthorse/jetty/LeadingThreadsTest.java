package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Selectors' threads run short callbacks that may block, until one of them does. */
@Timeout(60)
class LeadingThreadsTest {

  private static final int SELECTORS = Runtime.getRuntime().availableProcessors();

  /** More than may hold up selectors at once. */
  private static final int BLOCKED = 12;

  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger interrupted = new AtomicInteger();
  private volatile Thread last;

  private final WebSocketResource resource =
      new WebSocketResource() {
        @Override
        public void onText(WebSocketConnection connection, String text) {
          last = Thread.currentThread();
          connection.sendText(last.getName());
          if (text.equals("block")) {
            connection.flush();
            block();
            connection.sendText("done");
          }
        }
      };

  private final WebSocketServer server =
      WebSocketServer.builder()
          .resource("/it", resource, ResourceOptions.builder().mailboxPerConnection(true).build())
          .resource("/echo", new EchoResource())
          .stopPatience(Duration.ofMillis(200))
          .build();

  private void block() {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
    }
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    server.stop();
  }

  /** A client of a resource whose callbacks were found to be short, so often that it lasts. */
  private TestClient proven() throws InterruptedException {
    TestClient client = TestClient.connect(server.uri().resolve("/it"));
    int onReaders = 0;
    while (onReaders < 100) {
      client.send("on which thread?");
      onReaders = isReaders(client.next()) ? onReaders + 1 : 0;
    }
    return client;
  }

  private static boolean isReaders(String thread) {
    return thread.startsWith("drafthorse-selector-");
  }

  @Test
  void callbacksThatBlockHoldUpNobody() throws Exception {
    server.start();
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < BLOCKED; i++) {
      clients.add(proven());
    }
    List<TestClient> others = new ArrayList<>();
    for (int i = 0; i < 2 * SELECTORS; i++) {
      others.add(TestClient.connect(server.uri().resolve("/echo")));
    }

    int onReaders = 0;
    for (TestClient each : clients) {
      each.send("block");
      onReaders += isReaders(each.next()) ? 1 : 0;
      each.ping();
      assertThat(each.next()).isEqualTo("pong");
      for (TestClient other : others) {
        other.send("hello");
        assertThat(other.next()).isEqualTo("hello");
      }
    }
    assertThat(onReaders).isBetween(1, BLOCKED - 1);

    goOn.countDown();
    for (TestClient each : clients) {
      assertThat(each.next()).isEqualTo("done");
    }
    assertThat(proven()).as("another, now that all are free").isNotNull();
  }

  @Test
  void stopInterruptsACallbackThatBlocks() throws Exception {
    server.start();
    TestClient client = proven();
    client.send("block");
    assertThat(isReaders(client.next())).isTrue();
    server.stop();
    assertThat(interrupted).hasValue(1);
    assertThat(last).as("one that never returns would keep the process alive").isNotNull();
    assertThat(last.isDaemon()).isTrue();
  }
}
