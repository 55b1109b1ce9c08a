package org.drafthorse.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.drafthorse.ProtocolVersion.WireFormat;

/**
 * What a client reads of a server's bytes, as they come: whole messages, and the control frames
 * between them. Shares no code with the server; fails on whatever a server must not send.
 */
public final class ClientWire {

  private static final byte[] TAIL = {0, 0, -1, -1};
  private static final int RSV1 = 0x40;
  private static final int FIN = 0x80;

  /**
   * A message or a control frame.
   *
   * @param opcode of its first frame: 1, 2, 8, 9 or 10
   * @param payload of all its frames, inflated
   * @param wireBytes what its frames carried
   * @param frames how many they were
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Message(int opcode, byte[] payload, boolean deflated, int wireBytes, int frames) {}

  private final WireFormat format;
  private final Inflater inflater = new Inflater(true);
  private final boolean takeover;
  private final List<Message> messages = new ArrayList<>();

  /** Half a frame, between calls. */
  private ByteBuffer in = ByteBuffer.allocate(0);

  /** The frames of the message under way, joined; null between messages. */
  private ByteArrayOutputStream parts;

  private int firstByte;
  private int frames;

  /**
   * Nothing read yet.
   *
   * @param takeover whether the server may refer back to earlier messages
   */
  public ClientWire(WireFormat format, boolean takeover) {
    this.format = format;
    this.takeover = takeover;
  }

  /** All of what a server sent; half a frame at the end is left out. */
  static List<Message> decode(WireFormat format, byte[] bytes, boolean takeover) {
    ClientWire wire = new ClientWire(format, takeover);
    wire.read(bytes, bytes.length);
    wire.inflater.end();
    return wire.messages;
  }

  /**
   * Reads on.
   *
   * @return all messages since the beginning, a live view
   */
  public List<Message> read(byte[] bytes, int length) {
    ByteBuffer more = ByteBuffer.allocate(in.remaining() + length);
    in = more.put(in).put(bytes, 0, length).flip();
    boolean whole = true;
    while (whole) {
      whole = format == WireFormat.HYBI ? readHybi() : readDraft00();
    }
    return Collections.unmodifiableList(messages);
  }

  private boolean readHybi() {
    in.mark();
    if (in.remaining() < 2) {
      return false;
    }
    int first = in.get() & 0xFF;
    int second = in.get() & 0xFF;
    check((second & 0x80) == 0, "a server's frame is masked");
    check((first & 0x30) == 0, "a reserved bit is set");
    int extra = second < 126 ? 0 : second == 126 ? 2 : 8;
    if (in.remaining() < extra) {
      in.reset();
      return false;
    }
    long length = extra == 0 ? second : extra == 2 ? in.getShort() & 0xFFFF : in.getLong();
    check(length >= (extra == 0 ? 0 : extra == 2 ? 126 : 65536), "a length is not minimal");
    if (in.remaining() < length) {
      in.reset();
      return false;
    }
    byte[] payload = new byte[(int) length];
    in.get(payload);
    frame(first, payload);
    return true;
  }

  private void frame(int first, byte[] payload) {
    int opcode = first & 0x0F;
    check(!isClosed(), "a frame behind the close frame");
    if (opcode >= 8) {
      check((first & (FIN | RSV1)) == FIN && payload.length <= 125, "a bad control frame");
      messages.add(new Message(opcode, payload, false, payload.length, 1));
      return;
    }
    check((opcode == 0) == (parts != null), "a continuation out of order");
    if (parts == null) {
      parts = new ByteArrayOutputStream();
      firstByte = first;
      frames = 0;
    } else {
      check((first & RSV1) == 0, "RSV1 on a continuation");
    }
    parts.writeBytes(payload);
    frames++;
    if ((first & FIN) != 0) {
      boolean deflated = (firstByte & RSV1) != 0;
      byte[] whole = parts.toByteArray();
      byte[] plain = deflated ? inflate(whole) : whole;
      messages.add(new Message(firstByte & 0x0F, plain, deflated, whole.length, frames));
      parts = null;
    }
  }

  private boolean readDraft00() {
    in.mark();
    if (!in.hasRemaining()) {
      return false;
    }
    int type = in.get() & 0xFF;
    check(!isClosed(), "bytes behind the close frame");
    check(type == 0 || type == 0xFF, "frame type " + type);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (in.hasRemaining()) {
      byte next = in.get();
      if (type == 0xFF) {
        check(next == 0, "not a closing frame of version 00");
        messages.add(new Message(8, new byte[0], false, 0, 1));
        return true;
      }
      if (next == (byte) 0xFF) {
        messages.add(new Message(1, text.toByteArray(), false, text.size(), 1));
        return true;
      }
      text.write(next);
    }
    in.reset();
    return false;
  }

  /** Whether the last thing that came was a close frame. */
  public boolean isClosed() {
    return !messages.isEmpty() && messages.get(messages.size() - 1).opcode() == 8;
  }

  private byte[] inflate(byte[] deflated) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[4096];
    for (byte[] each : new byte[][] {deflated, TAIL}) {
      inflater.setInput(each);
      try {
        for (int n = inflater.inflate(part); n > 0; n = inflater.inflate(part)) {
          all.write(part, 0, n);
        }
      } catch (DataFormatException e) {
        throw new AssertionError("a broken deflated message", e);
      }
    }
    if (!takeover) {
      inflater.reset();
    }
    return all.toByteArray();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
