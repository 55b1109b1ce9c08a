package org.drafthorse.jetty;

import java.nio.ByteBuffer;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Sends every message back to whoever sent it. Never blocks; any mailbox will do. */
public final class EchoResource implements WebSocketResource {

  /** One object can serve any number of paths. */
  public EchoResource() {}

  @Override
  public void onText(WebSocketConnection connection, String text) {
    connection.sendText(text);
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    connection.sendBinary(data);
  }
}
