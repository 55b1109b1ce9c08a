package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client that reads little by little, so that the system's buffer for it is never a third empty,
 * which is when systems tell that there is room.
 */
@Timeout(60)
final class SlowDownloadTest {

  private static final int BYTES = 12 << 20;
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(3);
  private static final int BYTES_PER_STEP = 1_000;
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  @Test
  void aClientThatReadsSlowlyIsNotTakenForOneThatDoesNotRead() throws Exception {
    Limits limits =
        Limits.builder()
            .maxQueuedBytes(2 * BYTES)
            .writeTimeout(WRITE_TIMEOUT)
            .pingInterval(Duration.ZERO)
            .idleTimeout(WRITE_TIMEOUT)
            .build();
    ResourceOptions options =
        ResourceOptions.builder()
            .listenerMode(ListenerMode.DIRECT)
            .origins(OriginPolicy.any())
            .limits(limits)
            .build();
    WebSocketServer started =
        WebSocketServer.builder().resource("/", new Download(), options).build();
    started.start();
    try (WebSocketServer server = started;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(Handshake.request(ProtocolVersion.V13, "/"));
      long end = System.nanoTime() + 4 * WRITE_TIMEOUT.toNanos();
      while (System.nanoTime() < end) {
        readALittle(socket);
      }
      assertThat(server.clientCount()).isEqualTo(1);
    }
  }

  /** The rate is the load. */
  private static void readALittle(Socket socket) throws IOException {
    assertThat(socket.getInputStream().readNBytes(BYTES_PER_STEP)).hasSize(BYTES_PER_STEP);
    LockSupport.parkNanos(STEP_NANOS);
  }

  private static final class Download implements WebSocketResource {
    @Override
    public void onOpen(WebSocketConnection connection) {
      connection.sendBinary(ByteBuffer.allocate(BYTES));
    }
  }
}
