package org.drafthorse.bench;

import java.nio.ByteBuffer;

/** Writes a client's frames. */
public final class ClientFrame {

  private static final int LONGEST_HEAD = 14;

  private ClientFrame() {}

  /** A whole message in one frame, masked. */
  public static byte[] of(int opcode, byte[] payload, int key) {
    return message(opcode, payload, 1, key);
  }

  /** A message in that many frames of about the same length, masked. */
  static byte[] message(int opcode, byte[] payload, int fragments, int key) {
    ByteBuffer frames = ByteBuffer.allocate(payload.length + fragments * LONGEST_HEAD);
    for (int i = 0; i < fragments; i++) {
      int from = (int) ((long) payload.length * i / fragments);
      int to = (int) ((long) payload.length * (i + 1) / fragments);
      int fin = i == fragments - 1 ? 0x80 : 0;
      int first = fin | (i == 0 ? opcode : Opcode.CONTINUATION);
      frame(frames, first, payload, from, to - from, key);
    }
    byte[] bytes = new byte[frames.flip().remaining()];
    frames.get(bytes);
    return bytes;
  }

  private static void frame(
      ByteBuffer frame, int first, byte[] payload, int from, int length, int key) {
    frame.put((byte) first);
    if (length <= 125) {
      frame.put((byte) (0x80 | length));
    } else if (length <= 0xFFFF) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.putInt(key);
    for (int i = 0; i < length; i++) {
      frame.put((byte) (payload[from + i] ^ (key >>> (24 - 8 * (i & 3)))));
    }
  }
}
