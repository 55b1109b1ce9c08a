package org.drafthorse.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.drafthorse.Nullable;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.JettyUpgradeListener;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Jetty's client. */
final class JettyClient extends WireClient {

  private final Session session;

  private JettyClient(WebSocketClient jetty, Wish wish) throws Refused {
    ClientUpgradeRequest request = new ClientUpgradeRequest(wish.uri());
    request.setSubProtocols(wish.subprotocols());
    if (wish.origin() != null) {
      request.setHeader("Origin", wish.origin());
    }
    try {
      session =
          jetty
              .connect(new Listener(), request, new NoContent())
              .get(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UpgradeException refused) {
        throw new Refused(refused.getResponseStatusCode());
      }
      throw new AssertionError(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static WireClient connect(WebSocketClient jetty, Wish wish) throws Refused {
    return new JettyClient(jetty, wish);
  }

  @Override
  void sendText(String text) {
    await(done -> session.sendText(text, done));
  }

  @Override
  void sendFragments(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      boolean last = i == parts.size() - 1;
      await(done -> session.sendPartialText(part, last, done));
    }
  }

  @Override
  void sendBinary(byte[] data) {
    await(done -> session.sendBinary(ByteBuffer.wrap(data), done));
  }

  @Override
  void sendPing(byte[] data) {
    await(done -> session.sendPing(ByteBuffer.wrap(data), done));
  }

  @Override
  void startClose(int code, String reason) {
    session.close(code, reason, Callback.NOOP);
  }

  @Override
  @Nullable
  String subprotocol() {
    return session.getUpgradeResponse().getAcceptedSubProtocol();
  }

  @Override
  public void close() {
    session.disconnect();
  }

  private static void await(Consumer<Callback> send) {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    send.accept(Callback.from(() -> sent.complete(true), sent::completeExceptionally));
    Await.get("a send of Jetty's client", sent);
  }

  /**
   * Over HTTP/2 the response of the handshake reads on when the connection is open already, and now
   * and then takes away the first message. Here it reads what a refusal says, and nothing else.
   */
  private static final class NoContent implements JettyUpgradeListener {
    @Override
    public void onHandshakeRequest(Request request) {
      request.onResponseContentSource(
          (response, content) -> {
            if (response.getStatus() != HttpStatus.OK_200) {
              Content.Source.consumeAll(content, org.eclipse.jetty.util.Callback.NOOP);
            }
          });
    }
  }

  /** Public, because Jetty calls it by method handles. */
  public final class Listener implements Session.Listener.AutoDemanding {
    @Override
    public void onWebSocketText(String message) {
      received(message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      received(ByteBuffer.wrap(copy(payload)));
      callback.succeed();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
      received(new Pong(ByteBuffer.wrap(copy(payload))));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      closed(code, reason);
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      lost(cause);
    }
  }
}
