package org.drafthorse.wire;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.drafthorse.Nullable;

/** A connection to the {@link Observer} of a server in another process. Any thread. */
final class Observation implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final WebSocket socket;
  private volatile CompletableFuture<String> answer = new CompletableFuture<>();

  Observation(URI uri) {
    socket = Await.get("observation", HTTP.newWebSocketBuilder().buildAsync(uri, new Listener()));
  }

  synchronized String ask(String question) {
    CompletableFuture<String> next = new CompletableFuture<>();
    answer = next;
    Await.get("a question", socket.sendText(question, true));
    return Await.get("the answer to " + question, next);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        answer.complete(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      answer.completeExceptionally(new IllegalStateException("closed with " + code));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      answer.completeExceptionally(error);
    }
  }
}
