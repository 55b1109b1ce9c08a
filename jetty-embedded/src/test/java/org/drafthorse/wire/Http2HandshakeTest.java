package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.EnumSet;
import org.drafthorse.CloseStatus;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8441 over sockets: what is let in, what is refused, and what is not ours. */
final class Http2HandshakeTest {

  private final ServerSide side = new ServerSide();
  private WebSocketServer server;
  private Http2Connection connection;

  @BeforeEach
  void start() throws IOException {
    server = start(true);
    connection = Http2Connection.connect(server.port());
  }

  private WebSocketServer start(boolean http2) throws IOException {
    ResourceOptions any = ResourceOptions.builder().origins(OriginPolicy.any()).build();
    ResourceOptions only8 =
        ResourceOptions.builder().versions(EnumSet.of(ProtocolVersion.V8)).build();
    WebSocketServer started =
        WebSocketServer.builder()
            .http2(http2)
            .maxClients(2)
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .resource("/", side, any)
            .resource("/same-host", side)
            .resource("/8", side, only8)
            .build();
    started.start();
    return started;
  }

  /** Whatever was refused, the connection goes on. */
  @AfterEach
  void stop() throws IOException {
    try {
      Await.until("nobody is left", () -> server.clientCount() == 0);
      Http2Socket next = connection.open("/");
      next.send(Frames.text("and on"));
      assertThat(next.readFrame().text()).isEqualTo("and on");
    } finally {
      connection.close();
      server.stop();
    }
  }

  private Http2Headers head(Http2Headers request) {
    try (Http2Socket stream = connection.request(request, false)) {
      return stream.readHead();
    }
  }

  private int status(Http2Headers request) {
    return Integer.parseInt(head(request).status().toString());
  }

  private static Http2Headers handshake() {
    return Http2Connection.handshake("/");
  }

  @Test
  void theAnswerIs200AndNamesNothingButTheSubprotocol() {
    Http2Headers head = head(handshake().add("sec-websocket-protocol", "chat.v1, chat.v2"));
    assertThat(head.status()).hasToString("200");
    assertThat(head.get("sec-websocket-protocol")).hasToString("chat.v2");
    assertThat(head.names())
        .extracting(CharSequence::toString)
        .doesNotContain("upgrade", "connection", "content-length", "sec-websocket-accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "7", "0", "14"})
  void otherVersionsAreToldThatThereIs13Alone(String version) {
    Http2Headers head = head(handshake().set("sec-websocket-version", version));
    assertThat(head.status()).hasToString("426");
    assertThat(head.get("sec-websocket-version")).hasToString("13");
    assertThat(head.get("upgrade")).isNull();
  }

  @Test
  void aResourceWithoutVersion13IsNotThereForHttp2() {
    Http2Headers head = head(Http2Connection.handshake("/8"));
    assertThat(head.status()).hasToString("426");
    assertThat(head.get("sec-websocket-version")).isNull();
  }

  @Test
  void aMissingVersionIsABadRequest() {
    Http2Headers request = handshake();
    request.remove("sec-websocket-version");
    assertThat(status(request)).isEqualTo(400);
  }

  @Test
  void aMissingAuthorityIsABadRequestUnlessThereIsAHost() {
    Http2Headers request = handshake();
    request.remove(":authority");
    assertThat(status(request)).isEqualTo(400);
    assertThat(status(request.add("host", "127.0.0.1"))).isEqualTo(200);
  }

  @Test
  void aHostMaySayTheSameAsTheAuthorityAndNothingElse() {
    assertThat(status(handshake().add("host", "127.0.0.1"))).isEqualTo(200);
    assertThat(status(handshake().add("host", "evil.example"))).isEqualTo(400);
  }

  @Test
  void anUnknownPathIs404() {
    assertThat(status(Http2Connection.handshake("/nowhere"))).isEqualTo(404);
  }

  @Test
  void aForeignOriginIs403AndTheServersOwnIsLetIn() {
    String own = "http://127.0.0.1:" + server.port();
    Http2Headers request =
        Http2Connection.handshake("/same-host").authority("127.0.0.1:" + server.port());
    assertThat(status(request.set("origin", "http://evil.example"))).isEqualTo(403);
    assertThat(status(request.set("origin", own))).isEqualTo(200);
  }

  @Test
  void beyondMaxClientsItIs503() throws IOException {
    try (Http2Socket one = connection.open("/");
        Http2Socket two = connection.open("/")) {
      assertThat(status(handshake())).isEqualTo(503);
      one.send(Frames.text("one"));
      two.send(Frames.text("two"));
      assertThat(one.readFrame().text()).isEqualTo("one");
      assertThat(two.readFrame().text()).isEqualTo("two");
    }
  }

  @ParameterizedTest
  @CsvSource({"upgrade, websocket", "connection, upgrade", "content-length, 3"})
  void whatBelongsToHttp11OrToABodyIsABadRequest(String name, String value) {
    assertThat(status(handshake().add(name, value))).isEqualTo(400);
  }

  @Test
  void aPlainConnectAndOtherProtocolsAreNotOurs() {
    Http2Headers plain = handshake();
    plain.remove(":protocol");
    plain.remove(":scheme");
    plain.remove(":path");
    assertThat(status(plain)).isGreaterThanOrEqualTo(400).isNotEqualTo(426);
    assertThat(status(handshake().set(":protocol", "connect-udp"))).isEqualTo(405);
  }

  @Test
  void anUpgradeOfHttp11InsideOfHttp2IsABadRequest() {
    Http2Headers request = handshake().method("GET").add("upgrade", "websocket");
    request.remove(":protocol");
    assertThat(status(request)).isEqualTo(400);
  }

  @Test
  void pagesAndPlainRequestsAreServedAsEver() {
    Http2Headers request = handshake().method("GET");
    request.remove(":protocol");
    assertThat(status(request)).isEqualTo(426);
    assertThat(status(request.path("/nothing"))).isEqualTo(404);
  }

  @Test
  void dataRightBehindTheHeadersIsNotLost() throws IOException {
    try (Http2Socket stream = connection.request(handshake(), false)) {
      stream.send(Frames.text("early"));
      assertThat(stream.readStatus()).isEqualTo(200);
      assertThat(stream.readFrame().text()).isEqualTo("early");
    }
  }

  @Test
  void endStreamRightBehindTheHeadersEndsIt() throws IOException {
    Http2Headers request = Http2Connection.handshake("/?a");
    Http2Socket stream = connection.request(request, true);
    assertThat(stream.readStatus()).isEqualTo(200);
    assertThat(stream.ends()).isTrue();
    assertThat(side.awaitClose("a")).isEqualTo(CloseStatus.ABNORMAL);
  }

  @Test
  void theHandshakeShowsHostAndPath() throws IOException {
    try (Http2Socket stream = connection.open("/?name=value")) {
      stream.send(Frames.text("!version"));
      assertThat(stream.readFrame().text()).isEqualTo("V13");
    }
    assertThat(side.awaitClose("name=value")).isEqualTo(CloseStatus.ABNORMAL);
  }

  @Test
  void theUpgradeToHttp2ThatWasGivenUpIsPassedOver() throws IOException {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      String[] head = {
        "GET /nothing HTTP/1.1",
        "Host: a",
        "Connection: Upgrade, HTTP2-Settings",
        "Upgrade: h2c",
        "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"
      };
      socket.send(String.join("\r\n", head) + "\r\n\r\n");
      assertThat(socket.readHead()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void itIsOffUnlessItIsAskedFor() throws IOException {
    WebSocketServer plain = start(false);
    try (WireSocket socket = WireSocket.connect(plain.port())) {
      socket.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertThat(socket.readHead()).startsWith("HTTP/1.1 ").doesNotContain("HTTP/1.1 101");
    } finally {
      plain.stop();
    }
  }
}
