package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
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
  private static final int TINY_FRAMES = 50_000;

  /** With which more frames would wait than fit into a heap of 32 GiB. */
  private static final int MOST_STREAMS = 900;

  private static final byte[] MESSAGE = Frames.frame(0x82, new byte[16 * KIB]);

  private static final byte[] SMALL = Frames.frame(0x82, new byte[1]);

  /** Handles no message until it is told to. */
  private static final class Hanging implements WebSocketResource {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();

    @Override
    public void onBinary(WebSocketConnection connection, ByteBuffer data) {
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
    Limits tight = Limits.builder().maxPendingMessages(1).build();
    ResourceOptions.Builder options =
        ResourceOptions.builder().limits(limits).origins(OriginPolicy.any());
    server =
        WebSocketServer.builder()
            .http2(true)
            .resource("/hanging", hanging, options.mailboxPerConnection(false).build())
            .resource("/tight", hanging, options.limits(tight).build())
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

  @Test
  void framesOfOneByteCannotFillTheHeapBehindStreamsWhoseReadingPauses() throws IOException {
    int streams = 0;
    Http2Socket stream;
    do {
      stream = connection.open("/tight");
      stream.send(Frames.concat(SMALL, SMALL, SMALL));
      connection.sendRaw(tinyFrames(stream.id(), TINY_FRAMES));
      // The frames of one stream are read when the next one is open.
      streams++;
    } while (!stream.isOver() && streams < MOST_STREAMS && isServed(connection));
    assertThat(streams).isBetween(2, MOST_STREAMS - 1);
    connection.close();
    // All that waited is counted as gone, so that these few more do no harm.
    try (Http2Connection other = Http2Connection.connect(server.port())) {
      Http2Socket paused = other.open("/tight");
      paused.send(Frames.concat(SMALL, SMALL, SMALL));
      other.sendRaw(tinyFrames(paused.id(), 1000));
      echo(other.open("/echo"));
      assertThat(paused.isOver()).isFalse();
    }
  }

  /** Jetty ends a connection on which many frames come for a stream that is no more. */
  private static boolean isServed(Http2Connection connection) {
    try {
      echo(connection.open("/echo"));
      return true;
    } catch (IOException | AssertionError e) {
      return false;
    }
  }

  private static byte[] tinyFrames(int stream, int count) {
    ByteBuffer frames = ByteBuffer.allocate(10 * count);
    for (int i = 0; i < count; i++) {
      frames.putShort((short) 0).put((byte) 1).put((byte) 0).put((byte) 0).putInt(stream);
      frames.put((byte) 'x');
    }
    return frames.array();
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
