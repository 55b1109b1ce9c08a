package org.drafthorse.wire;

import java.io.IOException;
import org.drafthorse.ProtocolVersion;

/** The cheapest messages to send that ask for an answer, one behind the other. */
final class TinyFrames {

  /** How many of them, unless {@code -Dhostile.frames} says more. */
  static final int COUNT = Integer.getInteger("hostile.frames", 200_000);

  private static final int AT_ONCE = 1000;

  private TinyFrames() {}

  /** The longest pings there are; empty texts, where the version has no pings. */
  static void send(WireSocket socket, ProtocolVersion version) throws IOException {
    byte[] one =
        version == ProtocolVersion.V00 ? Frames.draft00Text("") : Frames.frame(0x89, new byte[125]);
    byte[] many = new byte[one.length * AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
      System.arraycopy(one, 0, many, i * one.length, one.length);
    }
    for (int i = 0; i < COUNT; i += AT_ONCE) {
      socket.send(many);
    }
  }
}
