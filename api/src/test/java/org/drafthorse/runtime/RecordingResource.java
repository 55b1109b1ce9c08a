package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Writes down each callback as a line such as {@code text hello}, and then does as it is told. */
public class RecordingResource implements WebSocketResource {

  private final List<String> all = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final ConcurrentMap<String, BiConsumer<WebSocketConnection, String>> actions =
      new ConcurrentHashMap<>();
  private volatile ResourceContext context;

  /** What to do in the callback of that name: open, text, binary, pong, close, custom, error. */
  public RecordingResource on(String callback, BiConsumer<WebSocketConnection, String> action) {
    actions.put(callback, action);
    return this;
  }

  public ResourceContext context() {
    return context;
  }

  /** All lines so far. */
  public List<String> events() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** What reached {@code onError}. */
  public List<Throwable> errors() {
    synchronized (all) {
      return List.copyOf(errors);
    }
  }

  /** Waits until that line was written. */
  public void await(String event) {
    Await.until(event + " in " + events(), () -> events().contains(event));
  }

  @Override
  public void onRegister(ResourceContext value) {
    context = value;
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    happened("open", connection, "");
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    happened("text", connection, text);
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    happened("binary", connection, StandardCharsets.UTF_8.decode(data).toString());
  }

  @Override
  public void onPong(WebSocketConnection connection, ByteBuffer data) {
    happened("pong", connection, StandardCharsets.UTF_8.decode(data).toString());
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    happened("close", connection, String.valueOf(status.code()));
  }

  @Override
  public void onCustomMessage(Object message) {
    happened("custom", null, message.toString());
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    synchronized (all) {
      errors.add(error);
    }
    happened("error", connection, connection == null ? "task" : "");
  }

  private void happened(String callback, @Nullable WebSocketConnection connection, String detail) {
    synchronized (all) {
      all.add(detail.isEmpty() ? callback : callback + " " + detail);
    }
    BiConsumer<WebSocketConnection, String> action = actions.get(callback);
    if (action != null) {
      action.accept(connection, detail);
    }
  }
}
