package org.drafthorse.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.ProtocolVersion.WireFormat;

/** Writes with the encoder, and reads what a server wrote with code that is not the engine's. */
public final class ServerFrames {

  private ServerFrames() {}

  /**
   * A frame as a client sees it.
   *
   * @param first the first byte
   * @param payload from position to limit
   */
  public record Frame(int first, ByteBuffer payload) {}

  /** A message as the runtime writes it: in frames of at most that size, 0 for one frame. */
  public static byte[] message(WireFormat format, int opcode, byte[] payload, int askedFrameSize) {
    FrameEncoder encoder = FrameEncoder.of(format);
    int size = encoder.frameSize(askedFrameSize);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    do {
      int length = size == 0 ? payload.length : Math.min(size, payload.length - from);
      boolean fin = from + length == payload.length;
      out.writeBytes(head(encoder, from == 0 ? opcode : Opcode.CONTINUATION, fin, length));
      out.write(payload, from, length);
      out.writeBytes(tail(encoder));
      from += length;
    } while (from < payload.length);
    return out.toByteArray();
  }

  static byte[] head(FrameEncoder encoder, int opcode, boolean fin, int length) {
    ByteBuffer head = ByteBuffer.allocate(FrameEncoder.LONGEST_HEAD);
    encoder.head(head, opcode, fin, length);
    return written(head);
  }

  static byte[] tail(FrameEncoder encoder) {
    ByteBuffer tail = ByteBuffer.allocate(1);
    encoder.tail(tail);
    return written(tail);
  }

  /** The frames of RFC 6455 in these bytes, which have to be whole, unmasked and minimal. */
  public static List<Frame> decode(byte[] wire) {
    ByteBuffer in = ByteBuffer.wrap(wire);
    List<Frame> frames = new ArrayList<>();
    while (in.hasRemaining()) {
      int first = in.get() & 0xFF;
      int second = in.get() & 0xFF;
      long length =
          switch (second) {
            case 126 -> atLeast(126, in.getShort() & 0xFFFF);
            case 127 -> atLeast(65536, in.getLong());
            default -> atLeast(0, second);
          };
      frames.add(new Frame(first, in.slice(in.position(), Math.toIntExact(length))));
      in.position(in.position() + (int) length);
    }
    return frames;
  }

  /** The payloads of these frames, joined. */
  public static byte[] join(List<Frame> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      byte[] bytes = new byte[frame.payload().remaining()];
      frame.payload().duplicate().get(bytes);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static long atLeast(int minimum, long length) {
    if (length < minimum || (minimum == 0 && length > 125)) {
      throw new AssertionError("masked, or a length not in its shortest form: " + length);
    }
    return length;
  }

  private static byte[] written(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }
}
