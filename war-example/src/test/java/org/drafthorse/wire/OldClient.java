package org.drafthorse.wire;

import java.io.IOException;
import org.drafthorse.ProtocolVersion;

/** A client of version 00. */
public final class OldClient implements AutoCloseable {

  private final WireSocket socket;

  private OldClient(WireSocket socket) {
    this.socket = socket;
  }

  /** Connects to a server on this machine. */
  public static OldClient connect(int port, String path) throws IOException {
    return new OldClient(WireSocket.open(port, new Handshake(ProtocolVersion.V00, path)));
  }

  /** Sends a line. */
  public void say(String line) throws IOException {
    socket.send(Frames.draft00Text(line));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
