package org.drafthorse.wire;

import com.sun.grizzly.websockets.DataFrame;
import com.sun.grizzly.websockets.Version;
import com.sun.grizzly.websockets.WebSocket;
import com.sun.grizzly.websockets.WebSocketAdapter;
import com.sun.grizzly.websockets.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Grizzly 1.9. */
final class Grizzly19 extends OldLibrary {

  private final WebSocketClient client;

  Grizzly19(URI uri, Version version) throws IOException {
    client = new WebSocketClient(uri.toString(), version, new Callbacks());
    client.connect((int) Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  void send(String text) {
    client.send(text);
  }

  @Override
  void send(byte[] data) {
    client.send(data);
  }

  @Override
  void leave() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Callbacks extends WebSocketAdapter {

    @Override
    public void onMessage(WebSocket from, String text) {
      received(text);
    }

    @Override
    public void onMessage(WebSocket from, byte[] data) {
      received(data);
    }

    @Override
    public void onClose(WebSocket from, DataFrame frame) {
      closed();
    }
  }
}
