package org.drafthorse.wire;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_76;
import org.java_websocket.handshake.ClientHandshakeBuilder;
import org.java_websocket.handshake.ServerHandshake;

/** Java-WebSocket 1.3.0. */
final class JavaWebSocket13 extends OldLibrary {

  private final WebSocketClient client;

  JavaWebSocket13(URI uri, Draft draft) throws InterruptedException {
    // The library adds to these headers.
    Map<String, String> headers = new HashMap<>(Map.of("Origin", "http://127.0.0.1"));
    client = new Callbacks(uri, draft, headers);
    if (!client.connectBlocking()) {
      throw new AssertionError("not connected: " + next());
    }
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

  /** Version 00, with keys that HTTP permits: those of the library have a DEL now and then. */
  static final class Draft76 extends Draft_76 {

    @Override
    public ClientHandshakeBuilder postProcessHandshakeRequestAsClient(
        ClientHandshakeBuilder request) {
      ClientHandshakeBuilder keyed;
      do {
        keyed = super.postProcessHandshakeRequestAsClient(request);
      } while (hasDelete(keyed, "Sec-WebSocket-Key1") || hasDelete(keyed, "Sec-WebSocket-Key2"));
      return keyed;
    }

    private static boolean hasDelete(ClientHandshakeBuilder request, String header) {
      return request.getFieldValue(header).indexOf(0x7F) >= 0;
    }

    @Override
    public Draft copyInstance() {
      return new Draft76();
    }
  }

  private final class Callbacks extends WebSocketClient {

    Callbacks(URI uri, Draft draft, Map<String, String> headers) {
      super(uri, draft, headers, 0);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      // Whoever connects waits for it.
    }

    @Override
    public void onMessage(String text) {
      received(text);
    }

    @Override
    public void onMessage(ByteBuffer data) {
      received(WireClient.copy(data));
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      if (code == 1000) {
        closed();
      } else {
        failed(new AssertionError("closed with " + code + " " + reason));
      }
    }

    @Override
    public void onError(Exception cause) {
      failed(cause);
    }
  }
}
