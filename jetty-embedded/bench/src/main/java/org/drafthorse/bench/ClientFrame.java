package org.drafthorse.bench;

import java.nio.ByteBuffer;

/** Writes a client's frames. */
public final class ClientFrame {

  private ClientFrame() {}

  /** A whole message in one frame, masked. */
  public static byte[] of(int opcode, byte[] payload, int key) {
    int length = payload.length;
    ByteBuffer frame = ByteBuffer.allocate(length + 14);
    frame.put((byte) (0x80 | opcode));
    if (length <= 125) {
      frame.put((byte) (0x80 | length));
    } else if (length <= 0xFFFF) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.putInt(key);
    for (int i = 0; i < length; i++) {
      frame.put((byte) (payload[i] ^ (key >>> (24 - 8 * (i & 3)))));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }
}
