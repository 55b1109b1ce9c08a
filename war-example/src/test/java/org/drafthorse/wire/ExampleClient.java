package org.drafthorse.wire;

import java.io.IOException;
import org.drafthorse.ProtocolVersion;

/** Talks to the resources of the example. */
public final class ExampleClient implements AutoCloseable {

  private final WireSocket socket;

  private ExampleClient(WireSocket socket) {
    this.socket = socket;
  }

  /** Connects as version 13. */
  public static ExampleClient open(int port, String path) throws IOException {
    return new ExampleClient(WireSocket.open(port, new Handshake(ProtocolVersion.V13, path)));
  }

  /** Sends a text. */
  public void send(String text) throws IOException {
    socket.send(Frames.text(text));
  }

  /** The next text. */
  public String text() throws IOException {
    return socket.readFrame().text();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What comes back from the echo, as that version, from a page of that origin. */
  public static String echo(int port, ProtocolVersion version, String origin) throws IOException {
    try (WireSocket socket = WireSocket.open(port, handshake(version, origin))) {
      boolean draft00 = version == ProtocolVersion.V00;
      socket.send(draft00 ? Frames.draft00Text("hello") : Frames.text("hello"));
      return draft00 ? socket.readDraft00Text() : socket.readFrame().text();
    }
  }

  /** What the echo answers to that version from a page of that origin. */
  public static int status(int port, ProtocolVersion version, String origin) throws IOException {
    try (WireSocket socket = WireSocket.connect(port)) {
      socket.send(handshake(version, origin).bytes());
      return socket.readStatus();
    }
  }

  private static Handshake handshake(ProtocolVersion version, String origin) {
    return new Handshake(version, "/echo")
        .without(version.originHeader())
        .with(version.originHeader(), origin);
  }
}
