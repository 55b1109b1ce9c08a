package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.drafthorse.CloseStatus;
import org.drafthorse.Deflate;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.conformance.HeldLocks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No callback runs while a lock of ours is held: an application may block there, and call back. */
class NoLockHeldTest {

  private final List<String> found = new CopyOnWriteArrayList<>();
  private final List<String> called = new CopyOnWriteArrayList<>();

  /** To look for locks is to walk through the heap, and through what other tests left in it. */
  @BeforeAll
  static void emptyTheHeap() {
    System.gc();
  }

  @ParameterizedTest
  @EnumSource
  void noCallbackRunsUnderALockOfOurs(Setup setup) {
    Watcher watcher = new Watcher();
    try (TestServer server = new TestServer()) {
      ResourceContext context =
          server.register(
              "/it",
              watcher,
              setup
                  .options()
                  .limits(WayToEnd.LIMITS)
                  .deflate(Deflate.defaults().withContextTakeover().withThreshold(1))
                  .build());
      for (WayToEnd each : WayToEnd.values()) {
        FakeClient client = DeflatingClient.connect(server.runtime(), "/it").fake();
        client.text("x").binary(new byte[] {1}).pong("p").ping("p");
        context.post("custom");
        context.broadcast().sendText("to all");
        each.end(server, client);
        server.advance(Duration.ofSeconds(6));
        if (each == WayToEnd.UNREGISTERED || each == WayToEnd.SERVER_STOPS) {
          break;
        }
      }
      Await.until("onClose", () -> called.contains("close"));
    }
    assertThat(called).contains("handshake", "open", "text", "binary", "pong", "custom", "close");
    assertThat(found).isEmpty();
  }

  private void check(String callback) {
    called.add(callback);
    HeldLocks.all().stream().map(each -> callback + " under " + each).forEach(found::add);
  }

  private final class Watcher implements WebSocketResource {
    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
      check("handshake");
      return HandshakeDecision.accept();
    }

    @Override
    public void onOpen(WebSocketConnection connection) {
      check("open");
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      check("text");
      connection.sendText(text);
      WayToEnd.answer(connection, text);
    }

    @Override
    public void onBinary(WebSocketConnection connection, ByteBuffer data) {
      check("binary");
    }

    @Override
    public void onPong(WebSocketConnection connection, ByteBuffer data) {
      check("pong");
    }

    @Override
    public void onClose(WebSocketConnection connection, CloseStatus status) {
      check("close");
    }

    @Override
    public void onCustomMessage(Object message) {
      check("custom");
    }

    @Override
    public void onError(@Nullable WebSocketConnection connection, Throwable error) {
      check("error");
    }
  }
}
