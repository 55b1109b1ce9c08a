package org.drafthorse.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** An echo that remembers each client by its query string, and closes on {@code bye}. */
final class GuestBook implements WebSocketResource {

  static final CloseStatus BYE = new CloseStatus(4001, "");

  private final Map<String, HandshakeRequest> requests = new ConcurrentHashMap<>();
  private final Map<String, CloseStatus> closes = new ConcurrentHashMap<>();

  /** The handshake of that client, or null if it was not let in. */
  HandshakeRequest request(String query) {
    return requests.get(query);
  }

  CloseStatus awaitClose(String query) {
    Await.until("onClose of " + query, () -> closes.containsKey(query));
    return closes.get(query);
  }

  @Override
  public HandshakeDecision onHandshake(HandshakeRequest request) {
    requests.put(String.valueOf(request.queryString()), request);
    return HandshakeDecision.accept();
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    if (text.equals("bye")) {
      connection.close(BYE);
    } else {
      connection.sendText(text);
    }
  }

  @Override
  public void onClose(WebSocketConnection connection, CloseStatus status) {
    closes.put(String.valueOf(connection.handshake().queryString()), status);
  }
}
