package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.drafthorse.CloseStatus;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketServerSettingsTest {

  private static WebSocketServer.Builder echo() {
    return WebSocketServer.builder().resource("/echo", new EchoResource());
  }

  @Test
  void thatMakeNoSenseAreRefusedAtOnce() {
    WebSocketServer.Builder builder = echo();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.port(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.backlog(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxClients(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.headTimeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.versions(Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.stopPatience(Duration.ofMillis(-1)));
    assertThatIllegalStateException()
        .isThrownBy(() -> builder.resource("/echo", new EchoResource()));
  }

  @Test
  void clientsOverTheLimitGet503() throws Exception {
    try (WebSocketServer server = echo().maxClients(1).build()) {
      server.start();
      TestClient first = TestClient.connect(server.uri().resolve("/echo"));
      assertThat(RawClient.statusOf(server.uri(), RawClient.upgrade("/echo", "13")))
          .startsWith("HTTP/1.1 503 ");
      first.send("untouched");
      assertThat(first.next()).isEqualTo("untouched");
    }
  }

  @Test
  void originsAreForResourcesWithoutOptionsOfTheirOwn() throws Exception {
    try (WebSocketServer server =
        echo()
            .resource("/own", new EchoResource(), ResourceOptions.defaults())
            .origins(OriginPolicy.exact("http://page.example"))
            .build()) {
      server.start();
      String page = "Origin: http://page.example";
      assertThat(RawClient.statusOf(server.uri(), RawClient.upgrade("/echo", "13", page)))
          .startsWith("HTTP/1.1 101 ");
      assertThat(RawClient.statusOf(server.uri(), RawClient.upgrade("/own", "13", page)))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void callbacksRunOnTheExecutorThatWasGiven() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    WebSocketResource resource =
        new WebSocketResource() {
          @Override
          public void onOpen(WebSocketConnection connection) {
            thread.complete(Thread.currentThread().getName());
            connection.close(CloseStatus.NORMAL);
          }
        };
    try (WebSocketServer server =
        WebSocketServer.builder()
            .resource("/where", resource)
            .executor(task -> new Thread(task, "given").start())
            .build()) {
      server.start();
      assertThat(TestClient.connect(server.uri().resolve("/where")).next())
          .isEqualTo("closed 1000");
    }
    assertThat(thread).isCompletedWithValue("given");
  }

  @Test
  void theWildcardAddressIsNamedLocalhost() throws Exception {
    try (WebSocketServer server = echo().host("0.0.0.0").build()) {
      server.start();
      assertThat(server.uri()).isEqualTo(URI.create("ws://localhost:" + server.port() + "/"));
    }
  }

  @Test
  void overTlsMessagesAreEchoedToo() throws Exception {
    try (WebSocketServer server = echo().tls(TestKeys.store(), TestKeys.PASSWORD).build()) {
      server.start();
      assertThat(server.uri().getScheme()).isEqualTo("wss");
      TestClient client = TestClient.connect(server.uri().resolve("/echo"), TestKeys.trust());
      client.send("secret");
      assertThat(client.next()).isEqualTo("secret");
      server.stop();
      assertThat(client.next()).isEqualTo("closed 1001");
    }
  }
}
