package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A socket that says what no client library would. */
final class RawClient implements AutoCloseable {

  private final Socket socket;

  RawClient(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(10_000);
  }

  /** A handshake of version 13 that is right, but for what the further lines say. */
  static String upgrade(String path, String version, String... lines) {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    head.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    head.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    head.append("Sec-WebSocket-Version: ").append(version).append("\r\n");
    for (String each : lines) {
      head.append(each).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** The handshake of version 00 from the draft's own example, with what follows it at once. */
  static RawClient draft00(URI server, String path, String first) throws IOException {
    RawClient client = new RawClient(server);
    client.send(
        String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: WebSocket",
            "Connection: Upgrade",
            "Origin: http://localhost",
            "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5",
            "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00",
            "",
            "^n:ds[4U" + first));
    assertThat(client.head()).startsWith("HTTP/1.1 101 ");
    assertThat(client.read(16)).isEqualTo("8jKS'y:G*Co,Wxa-");
    return client;
  }

  /** The status line of the answer to a request on a connection of its own. */
  static String statusOf(URI server, String request) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(request);
      return client.head().lines().findFirst().orElse("");
    }
  }

  void send(String latin1) throws IOException {
    socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads up to and with the blank line. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(read(1));
    }
    return head.toString();
  }

  /** Reads so many bytes, fewer only at the end. */
  String read(int bytes) throws IOException {
    byte[] read = socket.getInputStream().readNBytes(bytes);
    if (read.length == 0) {
      throw new IOException("the server closed the connection");
    }
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  /** Reads until the server ends the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
