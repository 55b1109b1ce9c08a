package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways in which a stream of HTTP/2 ends: each time Jetty has to forget it. */
@ParameterizedClass
@EnumSource(names = {"DIRECT", "EXECUTOR"})
final class Http2EndingsTest {

  @Parameter ListenerMode mode;

  private final ServerSide side = new ServerSide();
  private Http2Server server;
  private Http2Connection connection;

  @BeforeEach
  void start() throws Exception {
    server =
        new Http2Server(
            runtime -> {
              runtime.registry().register("/", side, options(Limits.builder()));
              Limits.Builder hasty = Limits.builder().closeTimeout(Duration.ofMillis(200));
              runtime.registry().register("/hasty", side, options(hasty));
            });
    connection = server.connect();
  }

  private ResourceOptions options(Limits.Builder limits) {
    return ResourceOptions.builder()
        .limits(limits.build())
        .listenerMode(mode)
        .origins(OriginPolicy.any())
        .build();
  }

  @AfterEach
  void stop() {
    try {
      server.awaitNoStreams();
    } finally {
      connection.close();
      server.close();
    }
    assertThat(side.errors()).isEmpty();
  }

  @Test
  void aCloseOfTheClientIsEchoedAndFollowedByEndStream() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.send(Frames.close(new CloseStatus(4001, "bye")));
    assertThat(stream.readFrame().closeCode()).isEqualTo(4001);
    assertThat(stream.ends()).isTrue();
    stream.shutdownOutput();
    assertThat(side.awaitClose("a")).isEqualTo(new CloseStatus(4001, "bye"));
  }

  @Test
  void endStreamRightBehindTheCloseFrameStillGetsTheEcho() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.send(Frames.text("last words"));
    stream.sendLast(Frames.close(new CloseStatus(4001, "bye")));
    assertThat(stream.readFrame().text()).isEqualTo("last words");
    assertThat(stream.readFrame().closeCode()).isEqualTo(4001);
    assertThat(stream.ends()).isTrue();
    assertThat(side.awaitClose("a")).isEqualTo(new CloseStatus(4001, "bye"));
  }

  @Test
  void endStreamInsteadOfACloseIsReportedAs1006AndAnswered() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.shutdownOutput();
    assertThat(stream.ends()).isTrue();
    assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
    assertThat(side.closeCount("a")).isEqualTo(1);
  }

  @Test
  void aResetInTheMiddleOfAFrameIsReportedAs1006Once() throws Exception {
    Http2Socket stream = connection.open("/?a");
    // Of a reset between the answer and onOpen the handler would hear nothing.
    Await.until("onOpen", () -> side.openCount() == 1);
    stream.write(Frames.header(0x82, 1000), false).syncUninterruptibly();
    stream.write(new byte[500], false).syncUninterruptibly();
    stream.reset(Http2Error.CANCEL);
    assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
    server.awaitNoStreams();
    assertThat(side.closeCount("a")).isEqualTo(1);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aClientThatNeverAnswersTheCloseLosesItsStreamAfterTheTimeout() throws Exception {
    Http2Socket stream = connection.open("/hasty?a");
    stream.send(Frames.text("!close 4000 go"));
    stream.awaitGone();
    assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
  }

  @Test
  void aClientThatNeverEndsItsStreamIsResetInTheEnd() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.send(Frames.close(CloseStatus.NORMAL));
    assertThat(stream.readFrame().closeCode()).isEqualTo(1000);
    assertThat(stream.ends()).isTrue();
    server.tracked().awaitNoClients();
    assertThat(server.streamCount()).isEqualTo(1);
    stream.awaitGone();
  }

  @Test
  void afterABrokenRuleTheCodeArrivesThoughTheClientGoesOnSending() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.send(Frames.frame(0x83, new byte[5]));
    for (int i = 0; i < 32; i++) {
      stream.send(new byte[64 * 1024]);
    }
    assertThat(stream.readFrame().closeCode()).isEqualTo(1002);
    assertThat(stream.ends()).isTrue();
    stream.shutdownOutput();
    assertThat(side.awaitClose("a").code()).isEqualTo(1002);
  }

  @Test
  void aFrameWithoutAMaskIs1002AsEver() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.send(new byte[] {(byte) 0x81, 2, 'h', 'i'});
    assertThat(stream.readFrame().closeCode()).isEqualTo(1002);
    assertThat(stream.ends()).isTrue();
    stream.shutdownOutput();
    assertThat(side.awaitClose("a").code()).isEqualTo(1002);
  }

  @Test
  void aLengthBeyondTheLimitIs1009BeforeAnyPayload() throws Exception {
    Http2Socket stream = connection.open("/?a");
    stream.send(Frames.header(0x82, 1L << 40));
    assertThat(stream.readFrame().closeCode()).isEqualTo(1009);
    assertThat(stream.ends()).isTrue();
    stream.shutdownOutput();
    assertThat(side.awaitClose("a").code()).isEqualTo(1009);
  }

  @Test
  void aMessageInDataFramesOfAByteEachComesBack() throws Exception {
    Http2Socket stream = connection.open("/?a");
    for (byte each : Frames.text("byte by byte")) {
      stream.send(new byte[] {each});
    }
    assertThat(stream.readFrame().text()).isEqualTo("byte by byte");
    stream.closeInOrder();
  }

  @Test
  void aCutConnectionEndsAHundredStreamsOnceEach() throws Exception {
    openMany(100);
    connection.close();
    awaitAll(100);
  }

  @Test
  void afterAGoAwayStreamsGoOnUntilTheConnectionIsCut() throws Exception {
    List<Http2Socket> streams = openMany(100);
    connection.sendGoAway();
    for (Http2Socket each : streams) {
      each.send(Frames.text("still here"));
      assertThat(each.readFrame().text()).isEqualTo("still here");
    }
    connection.close();
    awaitAll(100);
  }

  @Test
  void aThousandStreamsOfOneConnectionEchoAndSayGoodbye() throws Exception {
    List<Http2Socket> streams = openMany(1000);
    for (Http2Socket each : streams) {
      each.send(Frames.text("hello"));
    }
    for (Http2Socket each : streams) {
      assertThat(each.readFrame().text()).isEqualTo("hello");
      each.closeInOrder();
    }
    server.awaitNoStreams();
    assertThat(side.allCloses()).hasSize(1000).containsOnly(CloseStatus.NORMAL);
    assertThat(connection.isOpen()).isTrue();
  }

  private List<Http2Socket> openMany(int count) throws Exception {
    List<Http2Socket> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(connection.open("/?" + i));
    }
    assertThat(server.tracked().runtime().clientCount()).isEqualTo(count);
    return streams;
  }

  private void awaitAll(int count) {
    server.awaitNoStreams();
    // A place is free before the last onClose is over.
    Await.until(() -> side.allCloses() + "", () -> side.allCloses().size() >= count);
    assertThat(side.allCloses()).hasSize(count).containsOnly(CloseStatus.ABNORMAL);
    for (int i = 0; i < count; i++) {
      assertThat(side.closeCount("" + i)).isEqualTo(1);
    }
  }
}
