package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.conformance.Case;
import org.drafthorse.conformance.Cases;
import org.drafthorse.conformance.ConformanceRecords;
import org.drafthorse.conformance.EchoResource;
import org.drafthorse.conformance.Transcript;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case through Jetty's upgrade: over TCP, TLS and HTTP/2. */
final class ServerConformanceTest {

  private static final WebSocketServer PLAIN = server().build();
  private static final WebSocketServer SECURE =
      server().tls(TestKeystore.file(), TestKeystore.password()).build();

  private static final WireConformance OVER_TCP =
      new WireConformance("Jetty", () -> WireSocket.connect(PLAIN.port()));
  private static final WireConformance OVER_TLS =
      new WireConformance("Jetty, TLS", ServerConformanceTest::connectOverTls);
  private static final ConformanceRecords OVER_HTTP2 = new ConformanceRecords("Jetty, HTTP 2");

  private static Http2Connection http2;

  private static WebSocketServer.Builder server() {
    return WebSocketServer.builder().http2(true).versions(EnumSet.allOf(ProtocolVersion.class));
  }

  private static WireSocket connectOverTls() throws IOException {
    return new WireSocket(
        TestKeystore.sslContext().getSocketFactory().createSocket("127.0.0.1", SECURE.port()));
  }

  @BeforeAll
  static void start() throws IOException {
    for (WebSocketServer each : new WebSocketServer[] {PLAIN, SECURE}) {
      EchoResource.register(each.registry());
      each.start();
    }
    Http2Connection.start();
  }

  @AfterAll
  static void stop() throws IOException {
    Await.until(() -> PLAIN.clientCount() + " clients", () -> PLAIN.clientCount() == 0);
    Await.until(() -> SECURE.clientCount() + " clients", () -> SECURE.clientCount() == 0);
    http2.close();
    PLAIN.stop();
    SECURE.stop();
    OVER_TCP.write();
    OVER_TLS.write();
    OVER_HTTP2.write();
  }

  @TestFactory
  Stream<DynamicTest> overTcp() {
    return Stream.concat(OVER_TCP.tests(version -> true), OVER_TCP.handshakes(version -> true));
  }

  @TestFactory
  Stream<DynamicTest> overTls() {
    return Stream.concat(OVER_TLS.tests(version -> true), OVER_TLS.handshakes(version -> true));
  }

  @TestFactory
  Stream<DynamicTest> overHttp2() {
    http2 = Http2Connection.connect(PLAIN.port());
    return Cases.all().stream()
        .filter(each -> each.versions().contains(ProtocolVersion.V13))
        .map(each -> DynamicTest.dynamicTest("HTTP/2, " + each, () -> assertOverHttp2(each)));
  }

  private static void assertOverHttp2(Case each) throws IOException {
    ProtocolVersion version = ProtocolVersion.V13;
    Http2Socket socket =
        each.deflate()
            ? http2.open(
                Http2Connection.handshake(EchoResource.DEFLATE_PATH)
                    .add("sec-websocket-extensions", "permessage-deflate"))
            : http2.open(EchoResource.PATH);
    socket.send(each.sent().apply(version));
    assertThat(Transcript.of(version, socket.readToEnd()))
        .isEqualTo(each.expected().apply(version));
    socket.shutdownOutput();
    OVER_HTTP2.passed(each, version);
  }
}
