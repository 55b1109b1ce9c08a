package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;

/** Streams that end in every way while their reading pauses and goes on all the time. */
final class Http2ResetsTest {

  private static final int CONNECTIONS = 4;
  private static final int ROUNDS = 10;
  private static final int STREAMS = 20;

  private static final class Counting implements WebSocketResource {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void onOpen(WebSocketConnection connection) {
      opened.incrementAndGet();
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      connection.sendText(text);
    }

    @Override
    public void onClose(WebSocketConnection connection, CloseStatus status) {
      closed.incrementAndGet();
    }
  }

  @Test
  void everyStreamIsClosedOnceAndEveryBufferComesBackOnce() throws Exception {
    Counting counting = new Counting();
    Limits limits = Limits.builder().maxPendingMessages(1).maxQueuedBytes(8 * 1024).build();
    ResourceOptions options =
        ResourceOptions.builder()
            .limits(limits)
            .mailboxPerConnection(true)
            .origins(OriginPolicy.any())
            .build();
    try (Http2Server server =
            new Http2Server(runtime -> runtime.registry().register("/", counting, options));
        Workers clients = new Workers(CONNECTIONS)) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CONNECTIONS; i++) {
          Random random = new Random(round * CONNECTIONS + i);
          clients.start(() -> openAndEnd(server, random));
        }
        clients.await();
      }
      server.awaitNoStreams();
      Await.until("as many closed as opened", () -> counting.closed.get() == counting.opened.get());
      assertThat(counting.opened.get()).isPositive();
    }
  }

  private static void openAndEnd(Http2Server server, Random random) {
    try (Http2Connection connection = server.connect()) {
      for (int i = 0; i < STREAMS; i++) {
        openAndEnd(connection, random);
      }
    }
  }

  private static void openAndEnd(Http2Connection connection, Random random) {
    Http2Socket stream = connection.request(Http2Connection.handshake("/"), false);
    if (random.nextBoolean()) {
      assertThat(stream.readStatus()).isEqualTo(200);
    }
    for (int burst = random.nextInt(20); burst > 0; burst--) {
      stream.send(Frames.text("x".repeat(random.nextInt(1000))));
    }
    switch (random.nextInt(5)) {
      case 0 -> stream.sendLast(Frames.close(CloseStatus.NORMAL));
      case 1 -> stream.shutdownOutput();
      case 2 -> {
        // As Chromium does when a page goes.
        stream.sendLast(Frames.close(CloseStatus.GOING_AWAY));
        stream.reset(Http2Error.CANCEL);
      }
      default -> stream.reset(Http2Error.CANCEL);
    }
  }
}
