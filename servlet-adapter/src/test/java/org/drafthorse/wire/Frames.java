package org.drafthorse.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.drafthorse.CloseStatus;

/** Frames of clients of versions 7, 8 and 13. */
public final class Frames {

  private static final int FIN = 0x80;
  private static final int MASK = 0x80;
  private static final byte[] KEY = {0x12, (byte) 0x9A, 0x00, 0x7F};

  private Frames() {}

  /** A text message. */
  public static byte[] text(String text) {
    return frame(FIN | 1, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A close frame. */
  public static byte[] close(CloseStatus status) {
    byte[] reason = status.reason().getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(2 + reason.length);
    return frame(FIN | 8, payload.putShort((short) status.code()).put(reason).array());
  }

  /** A whole frame, with a masking key. */
  static byte[] frame(int first, byte[] payload) {
    byte[] header = header(first, payload.length);
    ByteBuffer frame = ByteBuffer.allocate(header.length + payload.length).put(header);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ KEY[i & 3]));
    }
    return frame.array();
  }

  /** The header alone, with a masking key, whatever follows. */
  static byte[] header(int first, long length) {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
    if (length < 126) {
      header.put((byte) (MASK | length));
    } else if (length < 65_536) {
      header.put((byte) (MASK | 126)).putShort((short) length);
    } else {
      header.put((byte) (MASK | 127)).putLong(length);
    }
    header.put(KEY).flip();
    byte[] bytes = new byte[header.remaining()];
    header.get(bytes);
    return bytes;
  }

  static byte[] draft00Text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(utf8.length + 2).put((byte) 0).put(utf8).put((byte) 0xFF).array();
  }

  /** All of them in one. */
  public static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] each : parts) {
      length += each.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] each : parts) {
      all.put(each);
    }
    return all.array();
  }
}
