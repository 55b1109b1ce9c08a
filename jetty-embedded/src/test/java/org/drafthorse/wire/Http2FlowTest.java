package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The windows of HTTP/2 (RFC 9113, section 5.2): who waits for whom on one connection. */
final class Http2FlowTest {

  private static final int KIB = 1024;
  private static final byte[] MESSAGE = Frames.frame(0x82, new byte[16 * KIB]);

  /** Handles no message until it is told to. */
  private static final class Hanging implements WebSocketResource {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();

    @Override
    public void onBinary(WebSocketConnection connection, java.nio.ByteBuffer data) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      handled.incrementAndGet();
    }
  }

  private final Hanging hanging = new Hanging();
  private WebSocketServer server;
  private Http2Connection connection;

  @BeforeEach
  void start() throws IOException {
    Limits limits = Limits.builder().maxPendingBytes(64 * KIB).build();
    ResourceOptions.Builder options =
        ResourceOptions.builder().limits(limits).origins(OriginPolicy.any());
    server =
        WebSocketServer.builder()
            .http2(true)
            .resource("/hanging", hanging, options.mailboxPerConnection(false).build())
            .resource("/echo", new ServerSide(), options.listenerMode(ListenerMode.DIRECT).build())
            .build();
    server.start();
    connection = Http2Connection.connect(server.port());
  }

  @AfterEach
  void stop() {
    hanging.goOn.countDown();
    connection.close();
    Await.until("nobody is left", () -> server.clientCount() == 0);
    server.stop();
  }

  @Test
  void aStreamWhoseReadingPausesTakesNoMoreThanItsCreditAndItsWindow() throws IOException {
    Http2Socket stream = connection.open("/hanging");
    int count = 64;
    List<ChannelFuture> writes = flood(stream, count);
    Await.until("it stalls", () -> doneCount(writes) >= 4);
    echo(connection.open("/echo"));
    assertThat(doneCount(writes) * MESSAGE.length).isLessThan(256 * KIB);
    hanging.goOn.countDown();
    Await.until("all are handled", () -> hanging.handled.get() == count);
  }

  @Test
  void fiftyPausedStreamsLeaveTheConnectionsWindowToTheOthers() throws IOException {
    List<ChannelFuture> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writes.addAll(flood(connection.open("/hanging"), 32));
    }
    Http2Socket other = connection.open("/echo");
    for (int i = 0; i < 300; i++) {
      other.send(MESSAGE);
      assertThat(other.readFrame().opcode()).isEqualTo(2);
    }
    assertThat(doneCount(writes)).isLessThan(writes.size());
    hanging.goOn.countDown();
    Await.until("all are handled", () -> hanging.handled.get() == writes.size());
    echo(other);
  }

  @Test
  void aStreamThatDoesNotReadKeepsNoOtherFromReading() throws IOException {
    Http2Socket slow = connection.open("/echo");
    slow.setReading(false);
    int count = 200;
    flood(slow, count);
    Http2Socket other = connection.open("/echo");
    for (int i = 0; i < 300; i++) {
      other.send(MESSAGE);
      assertThat(other.readFrame().opcode()).isEqualTo(2);
    }
    slow.setReading(true);
    for (int i = 0; i < count; i++) {
      assertThat(slow.readFrame().opcode()).isEqualTo(2);
    }
  }

  private static List<ChannelFuture> flood(Http2Socket stream, int count) {
    List<ChannelFuture> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writes.add(stream.write(MESSAGE, false));
    }
    return writes;
  }

  private static int doneCount(List<ChannelFuture> writes) {
    return (int) writes.stream().filter(ChannelFuture::isSuccess).count();
  }

  private static void echo(Http2Socket stream) throws IOException {
    stream.send(Frames.text("in between"));
    assertThat(stream.readFrame().text()).isEqualTo("in between");
  }
}
