package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way for a connection to end, in every listener mode. */
class WaysToEndTest {

  private static final Limits LIMITS =
      Limits.builder().maxMessageSize(1000).maxQueuedBytes(10_000).build();

  /** What is left of TCP when all is said: who closes, and how. */
  private enum Tcp {
    CLOSED,
    ABORTED
  }

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
  private enum Way {
    PEER_CLOSES(1000, 1000, Tcp.CLOSED, (s, c) -> c.close(1000)),
    PEER_CLOSES_WITHOUT_CODE(1005, 1005, Tcp.CLOSED, (s, c) -> c.frame(0x88, new byte[0])),
    WE_CLOSE_AND_IT_ANSWERS(
        4000,
        3000,
        Tcp.CLOSED,
        (s, c) -> {
          c.connection().close(CloseStatus.of(3000));
          c.close(4000);
        }),
    WE_CLOSE_AND_IT_DOES_NOT_ANSWER(
        1006,
        1000,
        Tcp.ABORTED,
        (s, c) -> {
          c.connection().close();
          s.advance(Duration.ofSeconds(6));
        }),
    PROTOCOL_ERROR(
        1002,
        1002,
        Tcp.CLOSED,
        (s, c) -> {
          c.frame(0x83, new byte[0]);
          Await.until("FIN", () -> c.transport().isShutDown());
          c.endOfInput();
        }),
    PROTOCOL_ERROR_AND_NO_FIN(
        1002,
        1002,
        Tcp.ABORTED,
        (s, c) -> {
          c.frame(0x83, new byte[0]);
          Await.until("FIN", () -> c.transport().isShutDown());
          s.advance(Duration.ofSeconds(6));
        }),
    PROTOCOL_ERROR_WITHOUT_HALF_CLOSE(
        1002,
        1002,
        Tcp.CLOSED,
        (s, c) -> {
          c.transport().closesOnlyBothWays();
          c.frame(0x83, new byte[0]);
          Await.until("FIN is wanted", () -> c.transport().wasAskedToShutDown());
          s.advance(Duration.ofMillis(400));
          c.frame(0x81, new byte[] {'x'});
          s.advance(Duration.ofMillis(400));
          assertThat(c.transport().isClosed()).as("while the peer still sends").isFalse();
          Await.until(
              "TCP is closed",
              () -> {
                s.advance(Duration.ofMillis(600));
                return c.transport().isClosed();
              });
        }),
    TOO_BIG(
        1009,
        1009,
        Tcp.CLOSED,
        (s, c) -> {
          c.binary(new byte[1001]);
          c.endOfInput();
        }),
    BAD_UTF8(
        1007,
        1007,
        Tcp.CLOSED,
        (s, c) -> {
          c.frame(0x81, new byte[] {(byte) 0xC0});
          c.endOfInput();
        }),
    EOF(1006, 0, Tcp.CLOSED, (s, c) -> c.endOfInput()),
    RESET(1006, 0, Tcp.ABORTED, (s, c) -> c.reset()),
    WRITE_FAILURE(
        1006,
        0,
        Tcp.ABORTED,
        (s, c) -> {
          c.transport().mode(FakeTransport.Mode.FAIL);
          c.connection().sendText("lost");
        }),
    RESET_WHILE_WRITING(
        1006,
        0,
        Tcp.ABORTED,
        (s, c) -> {
          c.transport().mode(FakeTransport.Mode.LATER);
          c.connection().sendText("lost");
          c.reset();
        }),
    ABORT_FROM_OUTSIDE(1006, 0, Tcp.ABORTED, (s, c) -> c.connection().abort()),
    ABORT_FROM_HANDLER(1006, 0, Tcp.ABORTED, (s, c) -> c.text("abort")),
    CLOSE_FROM_HANDLER(
        1000,
        3001,
        Tcp.CLOSED,
        (s, c) -> {
          c.text("close");
          Await.until("close frame", () -> c.frames().stream().anyMatch(WireFrame::isClose));
          c.close(1000);
        }),
    IDLE(
        1001,
        1001,
        Tcp.CLOSED,
        (s, c) -> {
          s.advance(Duration.ofSeconds(61));
          c.close(1001);
        }),
    OVERFLOW(
        1008,
        0,
        Tcp.ABORTED,
        (s, c) -> {
          c.transport().mode(FakeTransport.Mode.LATER);
          String text = "x".repeat(900);
          while (c.connection().sendText(text) == SendResult.SENT) {
            assertThat(c.connection().queuedBytes()).isLessThanOrEqualTo(10_000);
          }
          s.advance(Duration.ofSeconds(6));
        }),
    UNREGISTERED(
        1001,
        1001,
        Tcp.CLOSED,
        (s, c) -> {
          s.runtime().registry().unregister("/it");
          c.close(1001);
        }),
    SERVER_STOPS(1001, 1001, Tcp.ABORTED, (s, c) -> s.runtime().stop(Duration.ZERO));

    private final int told;
    private final int onTheWire;
    private final Tcp tcp;
    private final BiConsumer<TestServer, FakeClient> end;

    Way(int told, int onTheWire, Tcp tcp, BiConsumer<TestServer, FakeClient> end) {
      this.told = told;
      this.onTheWire = onTheWire;
      this.tcp = tcp;
      this.end = end;
    }
  }

  static Stream<Arguments> allWaysInAllModes() {
    return Arrays.stream(Setup.values())
        .flatMap(setup -> Arrays.stream(Way.values()).map(way -> Arguments.of(setup, way)));
  }

  @ParameterizedTest
  @MethodSource("allWaysInAllModes")
  void theHandlerIsToldOnceAndLastAndNothingIsHeld(Setup setup, Way way) {
    RecordingResource resource = new RecordingResource();
    resource.on("text", WaysToEndTest::answer);
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup.options().limits(LIMITS).build());
      FakeClient client = server.connect("/it");
      client.text("before");
      resource.await("text before");
      way.end.accept(server, client);
      resource.await("close " + way.told);
      server.awaitNothingHeld();

      Await.until("TCP is gone", () -> client.transport().isGone());
      assertThat(client.transport().isAborted()).isEqualTo(way.tcp == Tcp.ABORTED);
      assertThat(client.transport().violations()).isZero();
      assertThat(closeCode(client)).isEqualTo(way.onTheWire);
      assertThat(client.connection().sendText("late")).isEqualTo(SendResult.CLOSED);
      assertThat(resource.context().connections()).isEmpty();
      client.text("late").endOfInput();
      client.reset();
      assertThat(resource.events()).startsWith("open", "text before").endsWith("close " + way.told);
      assertThat(resource.events()).filteredOn(e -> e.startsWith("close")).hasSize(1);
    }
  }

  private static void answer(WebSocketConnection connection, String text) {
    if (text.equals("abort")) {
      connection.abort();
    } else if (text.equals("close")) {
      connection.close(CloseStatus.of(3001));
    }
  }

  /** The code of the close frame, 0 if there is none; it has to be the last frame. */
  private static int closeCode(FakeClient client) {
    List<WireFrame> frames = client.frames();
    assertThat(frames).filteredOn(WireFrame::isClose).hasSizeLessThan(2);
    if (frames.stream().noneMatch(WireFrame::isClose)) {
      return 0;
    }
    assertThat(frames.get(frames.size() - 1).isClose()).isTrue();
    return frames.get(frames.size() - 1).closeCode();
  }
}
