package org.drafthorse.wire;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.drafthorse.Nullable;

/** The JDK's own client. */
final class JdkClient extends WireClient {

  private final WebSocket socket;

  private JdkClient(HttpClient http, Wish wish) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (wish.origin() != null) {
      builder.header("Origin", wish.origin());
    }
    if (!wish.subprotocols().isEmpty()) {
      List<String> rest = wish.subprotocols().subList(1, wish.subprotocols().size());
      builder.subprotocols(wish.subprotocols().get(0), rest.toArray(new String[0]));
    }
    socket =
        builder
            .buildAsync(wish.uri(), new Listener())
            .orTimeout(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  static WireClient connect(HttpClient http, Wish wish) throws Refused {
    try {
      return new JdkClient(http, wish);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new Refused(refused.getResponse().statusCode());
      }
      throw e;
    }
  }

  @Override
  void sendText(String text) {
    await(socket.sendText(text, true));
  }

  @Override
  void sendFragments(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      await(socket.sendText(parts.get(i), i == parts.size() - 1));
    }
  }

  @Override
  void sendBinary(byte[] data) {
    await(socket.sendBinary(ByteBuffer.wrap(data), true));
  }

  @Override
  void sendPing(byte[] data) {
    await(socket.sendPing(ByteBuffer.wrap(data)));
  }

  @Override
  void startClose(int code, String reason) {
    await(socket.sendClose(code, reason));
  }

  @Override
  @Nullable
  String subprotocol() {
    return socket.getSubprotocol().isEmpty() ? null : socket.getSubprotocol();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static void await(CompletableFuture<WebSocket> sent) {
    Await.get("a send of the JDK's client", sent);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      binary.writeBytes(copy(data));
      if (last) {
        received(ByteBuffer.wrap(binary.toByteArray()));
        binary.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      received(new Pong(ByteBuffer.wrap(copy(message))));
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed(code, reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost(error);
    }
  }
}
