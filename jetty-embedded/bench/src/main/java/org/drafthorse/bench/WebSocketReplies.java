package org.drafthorse.bench;

import java.nio.ByteBuffer;

/** Reads a server's frames and compares their payload with that of messages expected in turn. */
final class WebSocketReplies implements Replies {

  private final int opcode;
  private final ByteBuffer[] expected;
  private int turn;
  private boolean inMessage;

  private int first;
  private int second = -1;
  private boolean inHeader;
  private int lengthBytes;
  private long left;
  private boolean inPayload;
  private boolean pinged;

  /** Expects those payloads in turn, over and over. */
  WebSocketReplies(int opcode, byte[][] payloads) {
    this.opcode = opcode;
    this.expected = new ByteBuffer[payloads.length];
    for (int i = 0; i < payloads.length; i++) {
      expected[i] = ByteBuffer.wrap(payloads[i]).asReadOnlyBuffer();
    }
  }

  @Override
  public int accept(ByteBuffer in) throws UnexpectedReply {
    int messages = 0;
    while (in.hasRemaining()) {
      if (inPayload) {
        payload(in);
      } else {
        header(in.get() & 0xFF);
      }
      if (inPayload && left == 0) {
        messages += endFrame();
      }
    }
    return messages;
  }

  @Override
  public boolean takePing() {
    boolean was = pinged;
    pinged = false;
    return was;
  }

  private void header(int b) throws UnexpectedReply {
    if (!inHeader) {
      first(b);
    } else if (second < 0) {
      second(b);
    } else {
      left = (left << 8) | b;
      lengthBytes--;
    }
    inPayload = second >= 0 && lengthBytes == 0;
  }

  private void first(int b) throws UnexpectedReply {
    first = b;
    inHeader = true;
    second = -1;
    int code = b & 0x0F;
    boolean ours = code == (inMessage ? Opcode.CONTINUATION : opcode);
    boolean control = code == Opcode.PING || code == Opcode.PONG;
    if ((b & 0x70) != 0 || !(ours || control)) {
      throw new UnexpectedReply("a frame begins with " + Integer.toHexString(b));
    }
  }

  private void second(int b) throws UnexpectedReply {
    if ((b & 0x80) != 0) {
      throw new UnexpectedReply("a server's frame is masked");
    }
    second = b;
    left = b < 126 ? b : 0;
    lengthBytes = b < 126 ? 0 : b == 126 ? Short.BYTES : Long.BYTES;
  }

  private void payload(ByteBuffer in) throws UnexpectedReply {
    int length = (int) Math.min(in.remaining(), left);
    if ((first & 0x08) != 0) {
      in.position(in.position() + length);
    } else {
      ByteBuffer message = expected[turn];
      if (length > message.remaining()) {
        throw new UnexpectedReply("a message is longer than what was sent");
      }
      compare(in, message, length);
    }
    left -= length;
  }

  private int endFrame() throws UnexpectedReply {
    inHeader = false;
    inPayload = false;
    second = -1;
    if ((first & 0x08) != 0) {
      pinged |= (first & 0x0F) == Opcode.PING;
      return 0;
    }
    inMessage = (first & 0x80) == 0;
    if (inMessage) {
      return 0;
    }
    ByteBuffer message = expected[turn];
    if (message.hasRemaining()) {
      throw new UnexpectedReply("a message is shorter than what was sent");
    }
    message.rewind();
    turn = (turn + 1) % expected.length;
    return 1;
  }

  /** Moves both past that many bytes, which have to be the same. */
  static void compare(ByteBuffer in, ByteBuffer expected, int length) throws UnexpectedReply {
    int end = in.limit();
    int expectedEnd = expected.limit();
    in.limit(in.position() + length);
    expected.limit(expected.position() + length);
    if (in.mismatch(expected) >= 0) {
      throw new UnexpectedReply("a byte came back other than it was sent");
    }
    in.position(in.limit()).limit(end);
    expected.position(expected.limit()).limit(expectedEnd);
  }
}
