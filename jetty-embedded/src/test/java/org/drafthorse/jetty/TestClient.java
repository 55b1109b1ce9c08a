package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.drafthorse.Nullable;

/** The JDK's WebSocket client, with what it received in a queue of strings. */
final class TestClient implements WebSocket.Listener {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket socket;

  private TestClient() {}

  static TestClient connect(URI uri) {
    return connect(uri, HTTP);
  }

  static TestClient connect(URI uri, SSLContext tls) {
    return connect(uri, HttpClient.newBuilder().sslContext(tls).build());
  }

  private static TestClient connect(URI uri, HttpClient http) {
    TestClient client = new TestClient();
    client.socket = http.newWebSocketBuilder().buildAsync(uri, client).join();
    return client;
  }

  void send(String message) {
    socket.sendText(message, true).join();
  }

  void sendBinary(String ascii) {
    socket.sendBinary(ByteBuffer.wrap(ascii.getBytes(StandardCharsets.US_ASCII)), true).join();
  }

  void ping() {
    socket.sendPing(ByteBuffer.allocate(0)).join();
  }

  void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** The next message or close, which has to come soon. */
  String next() throws InterruptedException {
    String event = received.poll(10, TimeUnit.SECONDS);
    assertThat(event).as("a message within 10 s").isNotNull();
    return event;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      received.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    received.add("binary " + StandardCharsets.US_ASCII.decode(data));
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
    received.add("pong");
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    received.add("closed " + code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    received.add("failed: " + error);
  }
}
