package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Test;

/** Timeouts are for peers that are gone: not for slow ones, nor for those that nobody looked at. */
class SlowPeersTest {

  private static final int LARGE = 900_000;

  private final RecordingResource resource = new RecordingResource();

  @Test
  void aProcessThatWasSuspendedDoesNotTakeItsClientsForSilent() {
    AtomicLong nanos = new AtomicLong(1);
    try (TestServer server =
        new TestServer(builder -> builder.nanoTime(new AwakeTime(nanos::get)))) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      server.runtime().tick();
      nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
      server.runtime().tick();
      assertThat(client.connection().isOpen()).isTrue();
      for (int seconds = 0; seconds < 60; seconds++) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        server.runtime().tick();
      }
      assertThat(client.received()).contains("close 1001");
    }
  }

  @Test
  void aClientThatReadsALittleNowAndThenIsNotEnded() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      client.connection().sendBinary(ByteBuffer.allocate(LARGE));
      for (int seconds = 0; seconds < 300; seconds += 10) {
        client.transport().takeSome(1_000);
        server.advance(Duration.ofSeconds(10));
        assertThat(client.connection().isOpen()).isTrue();
      }
      server.advance(Duration.ofSeconds(31));
      assertThat(client.transport().isAborted()).isTrue();
    }
  }

  @Test
  void aWriteThatStandsStillIsTriedAgainSinceTheSystemHidesLittleRoom() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      client.connection().sendBinary(ByteBuffer.allocate(LARGE));
      client.transport().whenRetried(() -> client.transport().takeSome(100));
      for (int seconds = 0; seconds < 300; seconds++) {
        server.advance(Duration.ofSeconds(1));
      }
      assertThat(client.connection().isOpen()).isTrue();
    }
  }

  @Test
  void aPongThatWaitsBehindASlowDownloadIsNotMissed() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      client.connection().sendBinary(ByteBuffer.allocate(LARGE));
      server.advance(Duration.ofSeconds(100));
      assertThat(client.connection().isOpen()).isTrue();
      // At 8 KiB a second all of it has been there for a minute.
      server.advance(Duration.ofSeconds(61 + LARGE / 8192 - 100));
      assertThat(client.received()).contains("close 1001");
    }
  }

  @Test
  void whoSpeaksBehindALargeMessageMayStillBeReadingIt() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      client.connection().sendBinary(ByteBuffer.allocate(LARGE));
      server.advance(Duration.ofSeconds(30));
      client.text("wait for me");
      server.advance(Duration.ofSeconds(100));
      assertThat(client.connection().isOpen()).isTrue();
      client.pong("");
      server.advance(Duration.ofSeconds(61));
      assertThat(client.received()).contains("close 1001");
    }
  }

  @Test
  void theAnswerToACloseFrameMayBeBehindASlowDownload() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      client.connection().sendBinary(ByteBuffer.allocate(LARGE));
      client.connection().close();
      server.advance(Duration.ofSeconds(90));
      assertThat(client.transport().isGone()).isFalse();
      client.close(1000);
      assertThat(client.transport().isClosed()).isTrue();
    }
  }

  @Test
  void aClientThatIsGoneAfterLittleTrafficIsFoundInTime() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      for (int i = 0; i < 1_000; i++) {
        client.connection().sendBinary(ByteBuffer.allocate(1_000));
        client.text("go on");
      }
      server.advance(Duration.ofSeconds(61));
      assertThat(client.received()).contains("close 1001");
    }
  }
}
