package org.drafthorse.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.conformance.HeldLocks;

/**
 * Echoes, obeys texts that begin with an exclamation mark, and keeps what happened to each client,
 * under the query string that it connected with.
 */
public final class ServerSide implements WebSocketResource {

  private final Map<String, List<CloseStatus>> closes = new ConcurrentHashMap<>();
  private final AtomicInteger opens = new AtomicInteger();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();

  /** For a container. */
  public ServerSide() {}

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    return HandshakeDecision.accept(request, "chat.v2", "chat.v1");
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    opens.incrementAndGet();
    if ("reject".equals(connection.handshake().queryString())) {
      connection.reject(new CloseStatus(4003, "not you"));
    }
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    if (!text.startsWith("!")) {
      connection.sendText(text);
      return;
    }
    String[] words = text.split(" ", 3);
    switch (words[0]) {
      case "!close" -> {
        connection.sendText("before the close");
        connection.close(new CloseStatus(Integer.parseInt(words[1]), words[2]));
      }
      case "!ping" -> {
        SendResult result =
            connection.sendPing(ByteBuffer.wrap(words[1].getBytes(StandardCharsets.UTF_8)));
        connection.sendText(result.name());
      }
      case "!binary" -> connection.sendText(connection.sendBinary(ByteBuffer.allocate(3)).name());
      case "!fragments" -> connection.sendText(words[2], Integer.parseInt(words[1]));
      case "!version" -> connection.sendText(connection.version().name());
      case "!locks" -> connection.sendText(HeldLocks.ofOurs().toString());
      case "!die" -> throw new OutOfMemoryError("as ordered");
      default -> throw new IllegalStateException("as ordered");
    }
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    connection.sendBinary(data);
  }

  @Override
  public void onPong(WebSocketConnection connection, ByteBuffer data) {
    connection.sendText("pong " + StandardCharsets.UTF_8.decode(data));
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    String id = connection.handshake().queryString();
    closes.computeIfAbsent(id == null ? "" : id, i -> new CopyOnWriteArrayList<>()).add(status);
  }

  @Override
  public void onError(@Nullable WebSocketConnection connection, Throwable error) {
    errors.add(error);
  }

  List<Throwable> errors() {
    return errors;
  }

  int openCount() {
    return opens.get();
  }

  /** With which statuses that client was reported closed. */
  List<CloseStatus> closes(String id) {
    return closes.getOrDefault(id, List.of());
  }

  /** How often that client was reported closed. */
  int closeCount(String id) {
    return closes(id).size();
  }

  /** Every close of every client. */
  List<CloseStatus> allCloses() {
    List<CloseStatus> all = new ArrayList<>();
    closes.values().forEach(all::addAll);
    return all;
  }

  /** With which status the client that connected with this query string was reported closed. */
  CloseStatus awaitClose(String id) {
    Await.until("onClose of " + id, () -> closes.containsKey(id) && closeCount(id) > 0);
    return closes.get(id).get(0);
  }
}
