package org.drafthorse.servlet.registration;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.wire.Handshake;
import org.drafthorse.wire.WireSocket;

/** A server that takes web applications in and lets them go. */
interface Container extends AutoCloseable {

  /** A web application that runs. */
  interface Deployed extends AutoCloseable {

    ServletContext context();

    int port();

    /** A handshake for one of its resources. */
    default Handshake handshake(String resource) {
      return new Handshake(ProtocolVersion.V13, context().getContextPath() + resource);
    }

    /** Connects to one of its resources. */
    default WireSocket open(String resource) throws IOException {
      return WireSocket.open(port(), handshake(resource));
    }

    /** The status of the answer to a handshake. */
    default int status(Handshake handshake) throws IOException {
      try (WireSocket socket = WireSocket.connect(port())) {
        socket.send(handshake.bytes());
        return socket.readStatus();
      }
    }

    /** The whole answer to a plain request. */
    default String get(String path) throws IOException {
      try (WireSocket socket = WireSocket.connect(port())) {
        socket.send(
            "GET "
                + context().getContextPath()
                + path
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return new String(socket.readToEnd(), StandardCharsets.UTF_8);
      }
    }

    /** Undeploys it. */
    @Override
    void close();
  }

  /**
   * Deploys a web application under its name.
   *
   * @throws Exception if that fails; nothing of it stays then
   */
  Deployed deploy(War war) throws Exception;

  @Override
  void close();
}
