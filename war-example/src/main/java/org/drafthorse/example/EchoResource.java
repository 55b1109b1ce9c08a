package org.drafthorse.example;

import java.nio.ByteBuffer;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Sends every message back to the client that it came from. */
public final class EchoResource implements WebSocketResource {

  /** For web.xml. */
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
