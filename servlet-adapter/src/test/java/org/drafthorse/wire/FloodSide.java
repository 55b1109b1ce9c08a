package org.drafthorse.wire;

import org.drafthorse.CloseStatus;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Upon a text, many threads send until the connection is closed, which one of them does. */
final class FloodSide implements WebSocketResource {

  private static final int THREADS = 8;

  @Override
  public void onText(WebSocketConnection connection, String text) {
    int last = Integer.parseInt(text);
    for (int i = 0; i < THREADS; i++) {
      String name = "t" + i + " ";
      boolean closes = i == 0;
      Thread thread = new Thread(() -> flood(connection, name, closes ? last : -1), "flood");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void flood(WebSocketConnection connection, String name, int last) {
    int next = 0;
    while (connection.sendText(name + next) == SendResult.SENT) {
      if (next++ == last) {
        connection.close(new CloseStatus(1000, "enough"));
      }
    }
  }
}
