package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients behind one connection, as behind a proxy. */
@ParameterizedClass
@EnumSource(names = {"DIRECT", "EXECUTOR"})
final class Http2CrowdTest {

  private static final int CLIENTS = 1000;

  @Parameter ListenerMode mode;

  private final ServerSide side = new ServerSide();
  private WebSocketServer server;
  private Http2Connection connection;

  @BeforeEach
  void start() throws IOException {
    ResourceOptions options =
        ResourceOptions.builder().listenerMode(mode).origins(OriginPolicy.any()).build();
    server = WebSocketServer.builder().http2(true).resource("/", side, options).build();
    server.start();
    connection = Http2Connection.connect(server.port());
  }

  @AfterEach
  void stop() {
    connection.close();
    server.stop();
  }

  @Test
  void allResetAtOnceTheyEndAndTheConnectionGoesOn() throws IOException {
    openAll().forEach(each -> each.reset(Http2Error.CANCEL));
    Await.until("all are gone", () -> side.allCloses().size() == CLIENTS);
    assertThat(side.allCloses()).containsOnly(CloseStatus.ABNORMAL);
    Http2Socket next = connection.open("/?next");
    next.send(Frames.text("and on"));
    assertThat(next.readFrame().text()).isEqualTo("and on");
  }

  @Test
  void allGet1001WhenTheServerStopsAndOnCloseRunsOnceForEach() throws Exception {
    List<Http2Socket> streams = openAll();
    try (Workers stopping = new Workers(1)) {
      stopping.start(server::stop);
      for (Http2Socket each : streams) {
        assertThat(each.readFrame().closeCode()).isEqualTo(1001);
        each.send(Frames.close(CloseStatus.GOING_AWAY));
        assertThat(each.ends()).isTrue();
      }
      stopping.await();
    }
    assertThat(server.clientCount()).isZero();
    assertThat(side.allCloses()).hasSize(CLIENTS).containsOnly(CloseStatus.GOING_AWAY);
  }

  private List<Http2Socket> openAll() throws IOException {
    List<Http2Socket> streams = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      streams.add(connection.open("/?" + i));
    }
    return streams;
  }
}
