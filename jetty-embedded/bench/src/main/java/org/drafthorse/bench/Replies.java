package org.drafthorse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Compares what comes back on one connection, byte by byte, with what has to. */
interface Replies {

  /**
   * Reads on.
   *
   * @return how many messages were completed
   * @throws UnexpectedReply if anything else came
   */
  int accept(ByteBuffer in) throws UnexpectedReply;

  /** Whether a ping has come since the last call, which wants a pong. */
  boolean takePing();

  /** A server sent what it should not have. */
  final class UnexpectedReply extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedReply(String message) {
      super(message);
    }
  }

  /** The very bytes that were sent, over and over. */
  final class SameBytes implements Replies {
    private final ByteBuffer expected;
    private final int messageLength;
    private int partOfMessage;

    /** Expects those messages in turn, all of one length. */
    SameBytes(byte[][] frames) {
      messageLength = frames[0].length;
      expected = ByteBuffer.allocate(messageLength * frames.length);
      for (byte[] each : frames) {
        expected.put(each);
      }
      expected.flip();
    }

    @Override
    public int accept(ByteBuffer in) throws UnexpectedReply {
      partOfMessage += in.remaining();
      while (in.hasRemaining()) {
        if (!expected.hasRemaining()) {
          expected.rewind();
        }
        WebSocketReplies.compare(in, expected, Math.min(in.remaining(), expected.remaining()));
      }
      int messages = partOfMessage / messageLength;
      partOfMessage %= messageLength;
      return messages;
    }

    @Override
    public boolean takePing() {
      return false;
    }
  }
}
