package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.jetty.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which HTTP a client and the server agree on within TLS (RFC 7301). */
final class NegotiationTest {

  private WebSocketServer server;

  @AfterEach
  void stop() {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "true, http/1.1, http/1.1",
    "true, h2, h2",
    "true, 'http/1.1,h2', h2",
    "true, '', ''",
    "false, 'http/1.1,h2', ''",
    "false, http/1.1, ''"
  })
  void whatTheClientOffersDecides(boolean http2, String offered, String agreed) throws Exception {
    start(http2);
    try (SSLSocket socket = shakeHands(offered)) {
      assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
      if (!agreed.equals("h2")) {
        WireSocket wire = new WireSocket(socket);
        Handshake handshake = new Handshake(ProtocolVersion.V13, "/").without("Origin");
        wire.send(handshake.bytes());
        wire.expectOpen(handshake);
      }
    }
  }

  @Test
  void aClientThatOffersOthersOnlyIsTurnedAway() throws Exception {
    start(true);
    assertThatThrownBy(() -> shakeHands("spdy/3").close()).isInstanceOf(SSLException.class);
  }

  private void start(boolean http2) throws IOException {
    server =
        WebSocketServer.builder()
            .http2(http2)
            .tls(TestKeystore.file(), TestKeystore.password())
            .resource("/", new ServerSide())
            .build();
    server.start();
  }

  private SSLSocket shakeHands(String offered) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TestKeystore.sslContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(offered.isEmpty() ? new String[0] : offered.split(",", -1));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
