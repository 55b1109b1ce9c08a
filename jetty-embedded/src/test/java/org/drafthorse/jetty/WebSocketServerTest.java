package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketServerTest {

  private static WebSocketServer.Builder echo() {
    return WebSocketServer.builder().resource("/echo", new EchoResource());
  }

  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().matches("drafthorse.*|Connector-Scheduler.*"))
        .toList();
  }

  private static void assertNoThreadsLeft() throws InterruptedException {
    for (Thread each : serverThreads()) {
      each.join(10_000);
      assertThat(each.isAlive()).as(each.getName()).isFalse();
    }
  }

  @Nested
  class LifeCycle {

    @Test
    void servesFromStartToStopAndLeavesNoThread() throws Exception {
      WebSocketServer server = echo().build();
      server.start();
      TestClient client = TestClient.connect(server.uri().resolve("/echo"));
      client.send("hello");
      assertThat(client.next()).isEqualTo("hello");
      assertThat(server.clientCount()).isEqualTo(1);
      assertThat(serverThreads()).isNotEmpty();

      server.stop();

      assertThat(client.next()).isEqualTo("closed 1001");
      assertThat(server.clientCount()).isZero();
      assertNoThreadsLeft();
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), server.port()).close())
          .isInstanceOf(IOException.class);
    }

    @Test
    void aNewServerTakesOverThePortAtOnce() throws Exception {
      int port;
      try (WebSocketServer first = echo().build()) {
        first.start();
        port = first.port();
        TestClient client = TestClient.connect(first.uri().resolve("/echo"));
        client.send("one");
        assertThat(client.next()).isEqualTo("one");
      }
      try (WebSocketServer second = echo().port(port).build()) {
        second.start();
        TestClient client = TestClient.connect(second.uri().resolve("/echo"));
        client.send("two");
        assertThat(client.next()).isEqualTo("two");
      }
    }

    @Test
    void stopTellsClientsThatNeverAnswerAndEndsThemWhenPatienceIsOver() throws Exception {
      WebSocketServer server = echo().stopPatience(Duration.ofMillis(100)).build();
      server.start();
      try (RawClient client = new RawClient(server.uri())) {
        client.send(RawClient.upgrade("/echo", "13"));
        assertThat(client.head()).startsWith("HTTP/1.1 101 ");

        server.stop();

        assertThat(client.read(4)).isEqualTo("\u0088\u0002\u0003\u00e9");
        assertThat(client.rest()).isEmpty();
      }
      assertNoThreadsLeft();
    }

    @Test
    void aCallbackThatNeverEndsHoldsUpTheStopButOnce() throws Exception {
      CountDownLatch entered = new CountDownLatch(1);
      CompletableFuture<Void> never = new CompletableFuture<>();
      WebSocketResource stuck =
          new WebSocketResource() {
            @Override
            public void onOpen(WebSocketConnection connection) {
              entered.countDown();
              // Not ended by an interrupt.
              while (!never.isDone()) {
                Thread.onSpinWait();
              }
            }
          };
      WebSocketServer server =
          WebSocketServer.builder()
              .resource("/stuck", stuck)
              .stopPatience(Duration.ofMillis(100))
              .build();
      server.start();
      TestClient.connect(server.uri().resolve("/stuck"));
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      try {
        long begin = System.nanoTime();
        server.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      } finally {
        never.complete(null);
      }
      assertNoThreadsLeft();
    }

    @Test
    void stoppingAgainAndClosingDoNothing() throws Exception {
      WebSocketServer server = echo().build();
      server.start();
      server.stop();
      server.stop();
      server.close();
      assertThatIllegalStateException().isThrownBy(server::start);
    }

    @Test
    void aServerThatNeverStartedCanBeStopped() throws Exception {
      WebSocketServer server = echo().build();
      assertThatIllegalStateException().isThrownBy(server::port);
      assertThatIllegalStateException().isThrownBy(server::uri);
      server.stop();
      server.join();
      assertNoThreadsLeft();
    }

    @Test
    void startingTwiceIsAMistakeThatHarmsNothing() throws Exception {
      try (WebSocketServer server = echo().build()) {
        server.start();
        assertThatIllegalStateException().isThrownBy(server::start);
        TestClient client = TestClient.connect(server.uri().resolve("/echo"));
        client.send("still here");
        assertThat(client.next()).isEqualTo("still here");
      }
    }

    @Test
    void joinReturnsWhenItStops() throws Exception {
      WebSocketServer server = echo().build();
      server.start();
      CompletableFuture<Boolean> joined =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  server.join();
                  return server.clientCount() == 0;
                } catch (InterruptedException e) {
                  return false;
                }
              });
      server.stop();
      assertThat(joined.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Nested
  class StartFails {

    @Test
    void whenThePortIsInUse() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        WebSocketServer server = echo().port(taken.getLocalPort()).build();
        assertThatThrownBy(server::start)
            .isInstanceOf(IOException.class)
            .hasMessage(
                "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use");
        assertNoThreadsLeft();
        server.join();
        assertThatIllegalStateException().isThrownBy(server::start);
      }
    }

    @Test
    void whenTheHostIsUnknown() throws Exception {
      fails(echo().host("no-such-host.invalid"), "cannot resolve the host no-such-host.invalid");
    }

    @Test
    void whenTheKeystoreCannotBeUsed() throws Exception {
      Path store = TestKeys.store();
      Path missing = Path.of("target", "no-such.p12");
      Path text = TestKeys.passwordFile("this is no keystore");
      fails(
          echo().tls(store, "wrong".toCharArray()),
          "the password does not open the keystore " + store);
      fails(echo().tls(missing, TestKeys.PASSWORD), "cannot read the keystore " + missing);
      fails(echo().tls(text, TestKeys.PASSWORD), text + " is no keystore");
    }

    private void fails(WebSocketServer.Builder settings, String message) throws Exception {
      assertThatThrownBy(settings.build()::start)
          .isInstanceOf(IOException.class)
          .hasMessage(message);
      assertNoThreadsLeft();
    }
  }
}
