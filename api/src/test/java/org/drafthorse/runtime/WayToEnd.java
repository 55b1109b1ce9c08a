package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;

/**
 * The ways for a connection to end, each as the table of endings names it. A client is connected
 * and has sent a text when they begin.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
enum WayToEnd {
  PEER_CLOSES("the client closes with 1000", (s, c) -> c.close(1000)),
  PEER_CLOSES_WITHOUT_CODE(
      "the client closes without a code",
      (s, c) -> {
        if (c.version() == ProtocolVersion.V00) {
          c.close(1000);
        } else {
          c.frame(0x88, new byte[0]);
        }
      }),
  WE_CLOSE(
      "we close with 3000, the client answers with 4000",
      (s, c) -> {
        c.connection().close(CloseStatus.of(3000));
        c.close(4000);
      }),
  NO_ANSWER(
      "we close with 3000, the client does not answer",
      (s, c) -> {
        c.connection().close(CloseStatus.of(3000));
        s.advance(Duration.ofSeconds(6));
      }),
  CLOSE_FROM_HANDLER(
      "`onText` closes with 3001, the client answers with 1000",
      (s, c) -> {
        c.text("close");
        Await.until("close frame", () -> c.frames().stream().anyMatch(WireFrame::isClose));
        c.close(1000);
      }),
  REJECT(
      "`reject` with 3002, whatever the client does",
      (s, c) -> {
        c.connection().reject(CloseStatus.of(3002));
        c.text("late").close(1000);
      }),
  PROTOCOL_ERROR("a frame is against the rules", (s, c) -> badFrame(c).endOfInput()),
  NO_FIN(
      "the same, and the client does not end its side",
      (s, c) -> {
        badFrame(c);
        Await.until("FIN", () -> c.transport().isShutDown());
        s.advance(Duration.ofSeconds(6));
      }),
  BAD_CODE(
      "a close frame has a code that may not be there",
      (s, c) -> {
        c.close(1005);
        c.endOfInput();
      }),
  BAD_REASON(
      "a close reason is not UTF-8",
      (s, c) -> {
        c.frame(0x88, new byte[] {3, (byte) 0xE8, (byte) 0xC0});
        c.endOfInput();
      }),
  BAD_UTF8("a text is not UTF-8", (s, c) -> badText(c).endOfInput()),
  TOO_BIG(
      "a message or frame is above its limit",
      (s, c) -> c.text("x".repeat(WayToEnd.MESSAGE + 1)).endOfInput()),
  END_OF_INPUT("the client ends TCP without a close frame", (s, c) -> c.endOfInput()),
  RESET("TCP is reset", (s, c) -> c.reset()),
  WRITE_FAILURE(
      "a write fails",
      (s, c) -> {
        c.transport().mode(FakeTransport.Mode.FAIL);
        c.connection().sendText("lost");
      }),
  IDLE(
      "nothing came for the idle timeout, the client answers our close",
      (s, c) -> {
        s.advance(
            c.version() == ProtocolVersion.V00 ? Duration.ofMinutes(11) : Duration.ofSeconds(61));
        c.close(1001);
      }),
  IDLE_AND_SILENT(
      "the same, and it does not",
      (s, c) -> {
        s.advance(
            c.version() == ProtocolVersion.V00 ? Duration.ofMinutes(11) : Duration.ofSeconds(61));
        s.advance(Duration.ofSeconds(6));
      }),
  SLOW_CONSUMER(
      "the queue for a slow client is full (`CLOSE`), and it reads no more",
      (s, c) -> {
        fillQueue(c);
        s.advance(Duration.ofSeconds(6));
      }),
  SLOW_CONSUMER_READS_ON(
      "the same, and it reads on within the close timeout",
      (s, c) -> {
        fillQueue(c);
        c.transport().mode(FakeTransport.Mode.INLINE);
        assertThat(c.transport().complete()).isTrue();
        Await.until(
            "close frame", () -> !c.connection().isOpen() && c.connection().queuedBytes() == 0);
        c.close(1008);
      }),
  NO_PROGRESS(
      "a write makes no progress for the write timeout",
      (s, c) -> {
        c.transport().mode(FakeTransport.Mode.LATER);
        c.connection().sendText("x");
        s.advance(Duration.ofSeconds(31));
      }),
  CALLBACK_THROWS(
      "a callback throws, the client answers our close",
      (s, c) -> {
        c.text("throw");
        Await.until("close frame", () -> c.frames().stream().anyMatch(WireFrame::isClose));
        c.close(1011);
      }),
  ABORT("`abort`", (s, c) -> c.connection().abort()),
  ABORT_FROM_HANDLER("`abort` from a callback", (s, c) -> c.text("abort")),
  UNREGISTERED(
      "the resource is unregistered, or its application undeployed; the client answers",
      (s, c) -> {
        s.runtime().registry().unregister("/it");
        c.close(1001);
      }),
  SERVER_STOPS(
      "the server stops, and the client has no time to answer",
      (s, c) -> s.runtime().stop(Duration.ZERO)),
  BUDGET(
      "all connections hold too much, this one most",
      (s, c) -> {
        c.transport().mode(FakeTransport.Mode.LATER);
        for (int i = 0; i < 10 && c.connection().isOpen(); i++) {
          SendResult unused = c.connection().sendText("x".repeat(900));
        }
      });

  static final int MESSAGE = 1000;
  static final int QUEUE = 10_000;
  static final Limits LIMITS =
      Limits.builder().maxMessageSize(MESSAGE).maxQueuedBytes(QUEUE).build();

  private final String title;
  private final BiConsumer<TestServer, FakeClient> end;

  WayToEnd(String title, BiConsumer<TestServer, FakeClient> end) {
    this.title = title;
    this.end = end;
  }

  String title() {
    return title;
  }

  void end(TestServer server, FakeClient client) {
    end.accept(server, client);
  }

  /** What the resource has to do with texts. */
  static void answer(WebSocketConnection connection, String text) {
    switch (text) {
      case "abort" -> connection.abort();
      case "close" -> connection.close(CloseStatus.of(3001));
      case "throw" -> throw new IllegalStateException("as the test wants it");
      default -> {}
    }
  }

  private static void fillQueue(FakeClient client) {
    client.transport().mode(FakeTransport.Mode.LATER);
    while (client.connection().sendText("x".repeat(900)) == SendResult.SENT) {
      assertThat(client.connection().queuedBytes()).isLessThanOrEqualTo(QUEUE);
    }
  }

  private static FakeClient badFrame(FakeClient client) {
    return client.version() == ProtocolVersion.V00
        ? client.raw(new byte[] {(byte) 0x80, 1, 'x'})
        : client.frame(0x83, new byte[0]);
  }

  private static FakeClient badText(FakeClient client) {
    return client.version() == ProtocolVersion.V00
        ? client.raw(ByteBuffer.allocate(3).put((byte) 0).put((byte) 0xC0).put((byte) -1).array())
        : client.frame(0x81, new byte[] {(byte) 0xC0});
  }
}
