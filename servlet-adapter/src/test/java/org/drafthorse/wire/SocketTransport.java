package org.drafthorse.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.function.Predicate;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/**
 * HTTP/1.1, with TLS or without.
 *
 * @param server its scheme says which
 */
record SocketTransport(URI server, Predicate<ProtocolVersion> versions)
    implements WireMixture.Transport {

  private static final int SMALL_WINDOW = 4 * 1024;

  @Override
  public boolean can(ProtocolVersion version) {
    return versions.test(version);
  }

  @Override
  public WireMixture.Opened open(
      ProtocolVersion version, String target, @Nullable String offer, boolean smallWindow)
      throws IOException {
    Handshake handshake = new Handshake(version, target);
    if (offer != null) {
      handshake.with("Sec-WebSocket-Extensions", offer);
    }
    WireSocket socket = connect(smallWindow);
    socket.send(handshake.bytes());
    String head = socket.readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("not let in: " + head);
    }
    handshake.check(socket);
    return new WireMixture.Opened(socket, !head.contains("server_no_context_takeover"));
  }

  private WireSocket connect(boolean smallWindow) throws IOException {
    Socket socket = new Socket();
    if (smallWindow) {
      socket.setReceiveBufferSize(SMALL_WINDOW);
    }
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    return new WireSocket(
        server.getScheme().equals("wss")
            ? TestKeystore.sslContext()
                .getSocketFactory()
                .createSocket(socket, server.getHost(), server.getPort(), true)
            : socket);
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
