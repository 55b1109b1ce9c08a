package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ListenerMode;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Selectors' threads call what promises not to block, and nothing else. */
@Timeout(60)
class HandshakeThreadsTest {

  private static final int MORE_THAN_SELECTORS = Runtime.getRuntime().availableProcessors() + 2;

  @Test
  void handshakesThatBlockKeepNobodyElseFromConnecting() throws Exception {
    CountDownLatch entered = new CountDownLatch(MORE_THAN_SELECTORS);
    CountDownLatch goOn = new CountDownLatch(1);
    WebSocketResource slow =
        new WebSocketResource() {
          @Override
          public HandshakeDecision onHandshake(HandshakeRequest request) {
            entered.countDown();
            try {
              assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return HandshakeDecision.accept();
          }
        };
    List<RawClient> waiting = new ArrayList<>();
    try (WebSocketServer server =
        WebSocketServer.builder()
            .resource("/slow", slow)
            .resource("/echo", new EchoResource())
            .build()) {
      server.start();
      for (int i = 0; i < MORE_THAN_SELECTORS; i++) {
        RawClient client = new RawClient(server.uri());
        waiting.add(client);
        client.send(RawClient.upgrade("/slow", "13"));
      }
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

      TestClient other = TestClient.connect(server.uri().resolve("/echo"));
      other.send("hello");
      assertThat(other.next()).isEqualTo("hello");

      goOn.countDown();
      for (RawClient each : waiting) {
        assertThat(each.head()).startsWith("HTTP/1.1 101 ");
      }
    } finally {
      goOn.countDown();
      for (RawClient each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void aDirectResourceIsAskedOnTheThreadThatReads() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    WebSocketResource direct =
        new WebSocketResource() {
          @Override
          public HandshakeDecision onHandshake(HandshakeRequest request) {
            threads.add(Thread.currentThread());
            return HandshakeDecision.accept();
          }

          @Override
          public void onText(WebSocketConnection connection, String text) {
            threads.add(Thread.currentThread());
          }
        };
    ResourceOptions options = ResourceOptions.builder().listenerMode(ListenerMode.DIRECT).build();
    try (WebSocketServer server =
        WebSocketServer.builder().resource("/direct", direct, options).build()) {
      server.start();
      for (int i = 0; i < 3; i++) {
        TestClient client = TestClient.connect(server.uri().resolve("/direct"));
        client.send("hello");
        Thread asked = threads.poll(10, TimeUnit.SECONDS);
        assertThat(asked).isNotNull().isSameAs(threads.poll(10, TimeUnit.SECONDS));
      }
    }
  }
}
