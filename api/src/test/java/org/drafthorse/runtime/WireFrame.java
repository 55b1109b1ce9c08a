package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;

/**
 * A frame as a client reads it from the wire. A text of version 00 is opcode 1, its closing FF 00
 * is opcode 8.
 *
 * @param opcode the number in the first byte
 * @param fin whether the message ends here
 * @param payload what the frame carries
 */
@SuppressWarnings("ArrayRecordComponent")
public record WireFrame(int opcode, boolean fin, byte[] payload) {

  /** The payload as text. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The status code of a close frame; 1005 if it has none. */
  public int closeCode() {
    return payload.length < 2 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
  }

  public boolean isClose() {
    return opcode == 8;
  }

  @Override
  public String toString() {
    return isClose() ? "close " + closeCode() : opcode + (fin ? "" : "+") + " " + text();
  }

  /** All whole frames of these bytes; fails on a masked frame and on a form that is not minimal. */
  public static List<WireFrame> decode(ProtocolVersion version, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<WireFrame> frames = new ArrayList<>();
    boolean hybi = version.wireFormat() == WireFormat.HYBI;
    WireFrame next = hybi ? readHybi(in) : readDraft00(in);
    while (next != null) {
      frames.add(next);
      next = hybi ? readHybi(in) : readDraft00(in);
    }
    return frames;
  }

  private static WireFrame readHybi(ByteBuffer in) {
    if (in.remaining() < 2) {
      return null;
    }
    int first = in.get() & 0xFF;
    int second = in.get() & 0xFF;
    if ((first & 0x70) != 0 || (second & 0x80) != 0) {
      throw new AssertionError("reserved bit or mask in a server's frame");
    }
    int extra = second < 126 ? 0 : second == 126 ? 2 : 8;
    if (in.remaining() < extra) {
      return null;
    }
    long length = second;
    if (extra == 2) {
      length = in.getShort() & 0xFFFF;
    } else if (extra == 8) {
      length = in.getLong();
    }
    if (extra > 0 && length <= (extra == 2 ? 125 : 0xFFFF)) {
      throw new AssertionError("a length is not in its shortest form");
    }
    return in.remaining() < length
        ? null
        : new WireFrame(first & 0x0F, (first & 0x80) != 0, take(in, (int) length));
  }

  private static WireFrame readDraft00(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return null;
    }
    int type = in.get() & 0xFF;
    if (type == 0xFF) {
      return in.hasRemaining() && in.get() == 0 ? new WireFrame(8, true, new byte[0]) : null;
    }
    if (type != 0) {
      throw new AssertionError("frame type " + type);
    }
    int end = in.position();
    while (end < in.limit() && in.get(end) != (byte) 0xFF) {
      end++;
    }
    if (end == in.limit()) {
      return null;
    }
    byte[] text = take(in, end - in.position());
    in.get();
    return new WireFrame(1, true, text);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
