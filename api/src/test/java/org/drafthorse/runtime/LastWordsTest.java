package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is still said and heard when a connection ends. */
class LastWordsTest {

  @ParameterizedTest
  @EnumSource
  void repliesToEarlierMessagesLeaveBeforeTheCloseFrame(Setup setup) {
    RecordingResource resource = new RecordingResource();
    resource.on("text", (c, text) -> c.sendText("re " + text));
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it");
      byte[] all =
          join(client("1"), client("2"), client("3"), FakeClient.maskedFrame(0x83, bytes()));
      client.raw(all);
      Await.until("FIN", () -> client.transport().isShutDown());
      assertThat(client.received()).containsExactly("1 re 1", "1 re 2", "1 re 3", "close 1002");
    }
  }

  @ParameterizedTest
  @EnumSource
  void repliesReachAClientThatOnlyClosedItsHalf(Setup setup) {
    RecordingResource resource = new RecordingResource();
    resource.on("text", (c, text) -> c.sendText("re " + text));
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it");
      client.text("1").endOfInput();
      Await.until("TCP is closed", () -> client.transport().isClosed());
      assertThat(client.received()).containsExactly("1 re 1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rejectFromOnOpenDropsWhatTheClientSentAlready(Setup setup) {
    RecordingResource resource = new RecordingResource();
    resource.on("open", (c, none) -> c.reject());
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient client =
          FakeClient.admit(
              server.runtime(),
              RequestHeads.of("/it", ProtocolVersion.V13),
              ProtocolVersion.V13,
              FakeTransport.Mode.INLINE);
      client.open();
      client.text("dropped").binary(bytes()).pong("dropped");
      Await.until("close frame", () -> !client.frames().isEmpty());
      client.close(1000);
      Await.until("TCP is closed", () -> client.transport().isClosed());
      resource.await("close 1008");
      server.awaitNothingHeld();
      assertThat(resource.events()).containsExactly("open", "close 1008");
      assertThat(client.received()).containsExactly("close 1008");
    }
  }

  @Test
  void messagesUnderWayAreStillHandledAfterOurClose() {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      client.connection().close();
      client.text("under way").close(1000);
      assertThat(resource.events()).containsExactly("open", "text under way", "close 1000");
    }
  }

  @Test
  void aProtocolErrorAfterOurCloseStillSendsFin() {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      client.connection().close();
      client.frame(0x83, bytes());
      assertThat(client.received()).containsExactly("close 1000");
      assertThat(client.transport().isShutDown()).isTrue();
      client.endOfInput();
      assertThat(client.transport().isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void versionZeroEndsWithoutACallbackWhenTheEightBytesDoNotCome(boolean some) {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = FakeClient.inMidHandshake(server.runtime(), "/it", some ? 7 : 0);
      server.advance(Duration.ofSeconds(9));
      assertThat(client.transport().isGone()).isFalse();
      server.advance(Duration.ofSeconds(2));
      assertThat(client.transport().isAborted()).isTrue();
      assertThat(client.transport().bytes()).isEmpty();
      assertThat(resource.events()).isEmpty();
      server.awaitNothingHeld();
    }
  }

  @ParameterizedTest
  @EnumSource
  void versionZeroSaysFarewellWithoutACode(Setup setup) {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, setup);
      FakeClient client = server.connect("/it", ProtocolVersion.V00, FakeTransport.Mode.INLINE);
      client.text("hello").close(0);
      resource.await("close 1005");
      server.awaitNothingHeld();
      assertThat(resource.events()).containsExactly("open", "text hello", "close 1005");
      assertThat(client.received()).hasSize(1).first().asString().startsWith("close");
    }
  }

  private static byte[] client(String text) {
    return FakeClient.maskedFrame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes() {
    return new byte[0];
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }
}
