package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.drafthorse.conformance.EchoResource;
import org.drafthorse.jetty.WebSocketServer;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client of others that offers permessage-deflate with its parameters; but for {@code
 * client_no_context_takeover} alone, which Jetty's client takes for the server's, as a server
 * would.
 */
final class DeflateClientsTest {

  private static final WebSocketServer SERVER = WebSocketServer.builder().build();
  private static final WebSocketClient CLIENT = new WebSocketClient();

  @BeforeAll
  static void start() throws Exception {
    EchoResource.register(SERVER.registry());
    SERVER.start();
    CLIENT.start();
  }

  @AfterAll
  static void stop() {
    LifeCycle.stop(CLIENT);
    SERVER.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=12; client_max_window_bits",
      })
  void hundredsOfMessagesComeBackUnchanged(String offer) throws Exception {
    Listener listener = new Listener();
    URI uri = SERVER.uri().resolve(EchoResource.DEFLATE_PATH);
    ClientUpgradeRequest request = new ClientUpgradeRequest(uri);
    request.addExtensions(offer);
    Session session = CLIENT.connect(listener, request).get(10, TimeUnit.SECONDS);
    assertThat(session.getUpgradeResponse().getHeader("Sec-WebSocket-Extensions"))
        .startsWith("permessage-deflate");
    Random random = new Random(offer.length());
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String text = Integer.toString(random.nextInt(100), 2).repeat(1 + random.nextInt(1500));
      sent.add(text);
      session.sendText(text, Callback.from(() -> {}, listener::onWebSocketError));
    }
    for (String each : sent) {
      assertThat(listener.texts.poll(10, TimeUnit.SECONDS)).isEqualTo(each);
    }
    session.close();
    Await.until("the client is gone", () -> SERVER.clientCount() == 0);
  }

  /** Notes the texts. */
  public static final class Listener implements Session.Listener.AutoDemanding {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    @Override
    public void onWebSocketOpen(Session session) {
      session.setIdleTimeout(Duration.ofSeconds(30));
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
      texts.add("closed " + status + " " + reason);
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      texts.add("failed: " + cause);
    }

    @Override
    public void onWebSocketText(String text) {
      texts.add(text);
    }
  }
}
