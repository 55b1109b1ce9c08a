package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.drafthorse.ProtocolVersion;

/** The way of a client by way of a proxy, and the version that it speaks. */
record Detour(ProxyProcess proxy, Door door, String path, ProtocolVersion version) {

  /** Where clients come from: another address than the proxies'. */
  static final String CLIENT = "127.0.0.2";

  /** How a client comes to a proxy. */
  enum Door {
    PLAIN("plain", "http", "ws"),
    TLS("tls", "https", "wss");

    private final String listener;
    private final String scheme;
    private final String webSocketScheme;

    Door(String listener, String scheme, String webSocketScheme) {
      this.listener = listener;
      this.scheme = scheme;
      this.webSocketScheme = webSocketScheme;
    }

    WireSocket connect(int port) throws IOException {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(CLIENT, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new WireSocket(
          this == TLS
              ? TestKeystore.sslContext()
                  .getSocketFactory()
                  .createSocket(socket, "127.0.0.1", port, true)
              : socket);
    }
  }

  boolean isSecure() {
    return door == Door.TLS;
  }

  /** As browsers send it, with the port, since none is the scheme's own. */
  String authority() {
    return "chat.example:" + proxy.port(door.listener);
  }

  String origin() {
    return door.scheme + "://" + authority();
  }

  Handshake handshake(String query) {
    return handshake(query, origin());
  }

  Handshake handshake(String query, String origin) {
    return new Handshake(version, path + "?" + query)
        .without("Host")
        .with("Host", authority())
        .without(version.originHeader())
        .with(version.originHeader(), origin);
  }

  WireSocket connect() throws IOException {
    return door.connect(proxy.port(door.listener));
  }

  /** Shakes hands, and checks what version 00 is told about where it is. */
  void open(WireSocket socket, Handshake handshake) throws IOException {
    String head = openLate(socket, handshake);
    assertThat(head).as(proxy.toString()).startsWith("HTTP/1.1 101 ");
    if (version == ProtocolVersion.V00) {
      String target = handshake.head().split(" ", 3)[1];
      String location = door.webSocketScheme + "://" + authority() + target;
      assertThat(head)
          .contains("\r\nSec-WebSocket-Origin: " + origin() + "\r\n")
          .contains("\r\nSec-WebSocket-Location: " + location + "\r\n");
    }
  }

  /** Version 00's eight bytes leave when the head of the answer is there, and not before. */
  static String openLate(WireSocket socket, Handshake handshake) throws IOException {
    socket.send(handshake.head());
    String head = socket.readHead();
    socket.send(handshake.key3());
    if (head.startsWith("HTTP/1.1 101 ")) {
      handshake.check(socket);
    }
    return head;
  }
}
