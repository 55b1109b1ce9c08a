package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion.WireFormat;

/** Writes a server's frames. Stateless; any thread. */
public abstract sealed class FrameEncoder {

  /** The longest head that a frame has, in bytes. */
  public static final int LONGEST_HEAD = 10;

  private static final FrameEncoder HYBI = new Hybi();
  private static final FrameEncoder DRAFT_00 = new Draft00();

  private FrameEncoder() {}

  /** The encoder of that format. */
  public static FrameEncoder of(WireFormat format) {
    return format == WireFormat.HYBI ? HYBI : DRAFT_00;
  }

  /** Writes what stands before the payload, at most {@value #LONGEST_HEAD} bytes. */
  public abstract void head(ByteBuffer out, int opcode, boolean fin, int length);

  /** Writes what stands behind the payload, at most one byte. */
  public abstract void tail(ByteBuffer out);

  /**
   * The largest payload of one frame, where the caller asks for frames of this size; 0 for no
   * limit.
   */
  public abstract int frameSize(int asked);

  /** A close frame; a status that never travels is an empty frame. */
  public abstract byte[] close(CloseStatus status);

  /** How many bytes a message takes on the wire. */
  public final long encodedLength(int length, int askedFrameSize) {
    int size = frameSize(askedFrameSize);
    if (size == 0 || length <= size) {
      return (long) length + overhead(length);
    }
    int full = length / size;
    int rest = length % size;
    return (long) full * (size + overhead(size)) + (rest == 0 ? 0 : rest + overhead(rest));
  }

  /** What a frame takes on the wire beside its payload. */
  abstract int overhead(int length);

  /** RFC 6455, section 5.2, without mask. */
  private static final class Hybi extends FrameEncoder {
    @Override
    public void head(ByteBuffer out, int opcode, boolean fin, int length) {
      out.put((byte) (opcode | (fin ? 0x80 : 0)));
      if (length <= 125) {
        out.put((byte) length);
      } else if (length <= 0xFFFF) {
        out.put((byte) 126).putShort((short) length);
      } else {
        out.put((byte) 127).putLong(length);
      }
    }

    @Override
    public void tail(ByteBuffer out) {}

    @Override
    public int frameSize(int asked) {
      return asked;
    }

    @Override
    public byte[] close(CloseStatus status) {
      if (!CloseStatus.isOnTheWire(status.code())) {
        return new byte[] {(byte) 0x88, 0};
      }
      byte[] reason = status.reason().getBytes(StandardCharsets.UTF_8);
      ByteBuffer frame = ByteBuffer.allocate(4 + reason.length);
      head(frame, Opcode.CLOSE, true, 2 + reason.length);
      frame.putShort((short) status.code()).put(reason);
      return frame.array();
    }

    @Override
    int overhead(int length) {
      if (length <= 125) {
        return 2;
      }
      return length <= 0xFFFF ? 4 : LONGEST_HEAD;
    }
  }

  /** Draft 00, section 4.2: one frame a message, and no codes. */
  private static final class Draft00 extends FrameEncoder {
    @Override
    public void head(ByteBuffer out, int opcode, boolean fin, int length) {
      out.put((byte) 0x00);
    }

    @Override
    public void tail(ByteBuffer out) {
      out.put((byte) 0xFF);
    }

    @Override
    public int frameSize(int asked) {
      return 0;
    }

    @Override
    public byte[] close(CloseStatus status) {
      return new byte[] {(byte) 0xFF, 0};
    }

    @Override
    int overhead(int length) {
      return 2;
    }
  }
}
