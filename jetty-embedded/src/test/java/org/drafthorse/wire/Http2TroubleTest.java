package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that stall, connections that stall, and how both are given up. */
final class Http2TroubleTest {

  private static final int MIB = 1024 * 1024;

  private static final class Opened implements WebSocketResource {
    private final BlockingQueue<WebSocketConnection> connections = new LinkedBlockingQueue<>();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void onOpen(WebSocketConnection connection) {
      connections.add(connection);
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

  /** Handles no message until it is told to. */
  private static final class Hanging implements WebSocketResource {
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void onBinary(WebSocketConnection connection, ByteBuffer data) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final Opened opened = new Opened();
  private final Hanging hanging = new Hanging();
  private Http2Server server;

  @BeforeEach
  void start() throws Exception {
    Limits limits =
        Limits.builder().writeTimeout(Duration.ofMillis(300)).maxQueuedBytes(64L * MIB).build();
    ResourceOptions options =
        ResourceOptions.builder().limits(limits).origins(OriginPolicy.any()).build();
    server =
        new Http2Server(
            runtime -> {
              runtime.registry().register("/", opened, options);
              runtime.registry().register("/hanging", hanging, options);
            },
            Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    try {
      server.awaitNoStreams();
    } finally {
      server.close();
    }
  }

  @Test
  void aStreamThatTakesNothingIsResetAfterTheWriteTimeoutAndOthersGoOn() throws Exception {
    try (Http2Connection connection = server.connect();
        Http2Socket slow = connection.open("/")) {
      slow.setReading(false);
      assertThat(send(next(), 8 * MIB)).isEqualTo(SendResult.SENT);
      Http2Socket other = connection.open("/");
      Await.until("one is closed", () -> opened.closed.get() == 1);
      slow.setReading(true);
      assertThat(slow.awaitReset()).isEqualTo(Http2Error.CANCEL.code());
      other.send(Frames.text("and on"));
      assertThat(other.readFrame().text()).isEqualTo("and on");
      Await.until("the other is left", () -> server.streamCount() == 1);
    }
  }

  @Test
  void aConnectionThatTakesNothingIsCutOnceItsStreamsAreGivenUp() throws Exception {
    Http2Settings wide = Http2Settings.defaultSettings().initialWindowSize(32 * MIB);
    try (Http2Connection connection = Http2Connection.connect(server.port(), wide)) {
      for (int i = 0; i < 3; i++) {
        connection.open("/");
      }
      connection.setReading(false);
      for (int i = 0; i < 3; i++) {
        assertThat(send(next(), 16 * MIB)).isEqualTo(SendResult.SENT);
      }
      server.awaitNoStreams();
      assertThat(opened.closed.get()).isEqualTo(3);
    }
  }

  @Test
  void anAbortOfTheApplicationEndsTheStreamWithoutTheClient() throws Exception {
    try (Http2Connection connection = server.connect();
        Http2Socket stream = connection.open("/")) {
      next().abort();
      stream.awaitGone();
    }
  }

  @Test
  void aResetBehindEndStreamGivesBackWhatAPausedStreamHasNotRead() throws Exception {
    byte[] message = Frames.frame(0x82, new byte[16 * 1024]);
    try (Http2Connection connection = server.connect()) {
      Http2Socket stream = connection.open("/hanging");
      for (int i = 0; i < 24; i++) {
        stream.send(message);
      }
      stream.write(message, true).syncUninterruptibly();
      stream.reset(Http2Error.CANCEL);
      Await.until("Jetty has forgotten it", () -> server.streamCount() == 0);
      hanging.goOn.countDown();
      server.awaitNoStreams();
    }
  }

  @Test
  void whatComesBehindTheHeadOfARefusedRequestIsGivenBack() throws Exception {
    try (Http2Connection connection = server.connect()) {
      for (String path : new String[] {"/nowhere", "/"}) {
        for (int i = 0; i < 100; i++) {
          Http2Headers request = Http2Connection.handshake(path).set("sec-websocket-version", "8");
          Http2Socket stream = connection.request(request, false);
          stream.send(new byte[10_000]);
          assertThat(stream.readStatus()).isGreaterThanOrEqualTo(400);
        }
      }
      server.awaitNoStreams();
    }
  }

  @Test
  void whatComesBehindTheHeadOfARequestThatIsResetIsGivenBack() throws Exception {
    try (Http2Connection connection = server.connect()) {
      // No more than Jetty lets a connection reset in a second.
      for (int i = 0; i < 50; i++) {
        Http2Socket stream = connection.request(Http2Connection.handshake("/"), false);
        stream.sendLast(new byte[10_000]);
        stream.reset(Http2Error.CANCEL);
      }
      server.awaitNoStreams();
    }
  }

  private WebSocketConnection next() throws InterruptedException {
    return opened.connections.poll(10, TimeUnit.SECONDS);
  }

  private static SendResult send(WebSocketConnection connection, int bytes) {
    return connection.sendBinary(ByteBuffer.allocate(bytes));
  }
}
