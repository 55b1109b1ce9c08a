package org.drafthorse.engine;

import java.nio.ByteBuffer;
import org.drafthorse.Nullable;

/**
 * Reads the header of a client's frame, byte by byte as it comes (RFC 6455, section 5.2):
 *
 * <pre>
 *  0               1               2 ...
 * +-+-+-+-+-------+-+-------------+------------------+-----------------+
 * |F|R|R|R| opcode|M| length 0-125| 2 or 8 bytes if  | 4 bytes masking |
 * |I|S|S|S|       |A| 126 or 127  | length is 126/127| key             |
 * |N|V|V|V|       |S|             |                  |                 |
 * |1|1|2|3|       |K|             |                  |                 |
 * +-+-+-+-+-------+-+-------------+------------------+-----------------+
 * </pre>
 */
final class FrameHeader {

  private static final int FIN = 0x80;
  private static final int RSV = 0x70;
  private static final int RSV1 = 0x40;
  private static final int OPCODE = 0x0F;
  private static final int MASK = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LONGEST_CONTROL = 125;

  private enum State {
    FIRST,
    SECOND,
    LENGTH,
    KEY,
    DONE
  }

  private final boolean mayBeDeflated;
  private State state = State.FIRST;
  private int first;
  private int missing;
  private boolean longForm;
  private long length;
  private int key;
  private boolean inMessage;

  /**
   * Begins before the first frame.
   *
   * @param mayBeDeflated whether RSV1 has the meaning of RFC 7692, section 6
   */
  FrameHeader(boolean mayBeDeflated) {
    this.mayBeDeflated = mayBeDeflated;
  }

  boolean fin() {
    return (first & FIN) != 0;
  }

  int opcode() {
    return first & OPCODE;
  }

  /** Whether a deflated message begins. */
  boolean isDeflated() {
    return (first & RSV1) != 0;
  }

  long length() {
    return length;
  }

  int key() {
    return key;
  }

  boolean isComplete() {
    return state == State.DONE;
  }

  /** Whether at most the masking key is missing. */
  boolean lengthIsKnown() {
    return state == State.KEY || state == State.DONE;
  }

  /** Begins the next frame, inside a fragmented message or not. */
  void next(boolean messageInProgress) {
    state = State.FIRST;
    inMessage = messageInProgress;
  }

  /**
   * Reads on until the header is complete, the bytes are used up, or a rule is broken.
   *
   * @return the rule that the peer broke, or null
   */
  @Nullable
  String read(ByteBuffer in) {
    String broken = null;
    while (broken == null && state != State.DONE && in.hasRemaining()) {
      int b = in.get() & 0xFF;
      switch (state) {
        case FIRST -> broken = first(b);
        case SECOND -> broken = second(b);
        case LENGTH -> broken = length(b);
        case KEY -> key(b);
        case DONE -> throw new AssertionError("the loop ends before");
      }
    }
    return broken;
  }

  private @Nullable String first(int b) {
    first = b;
    state = State.SECOND;
    int opcode = b & OPCODE;
    boolean beginsMessage = opcode == Opcode.TEXT || opcode == Opcode.BINARY;
    int allowed = mayBeDeflated && beginsMessage ? RSV1 : 0;
    if ((b & RSV & ~allowed) != 0) {
      return "a reserved bit is set";
    }
    if (!Opcode.isKnown(opcode)) {
      return "unknown opcode";
    }
    if (Opcode.isControl(opcode)) {
      return (b & FIN) == 0 ? "a control frame is fragmented" : null;
    }
    if (inMessage != (opcode == Opcode.CONTINUATION)) {
      return inMessage
          ? "a new message begins inside another"
          : "a continuation without a message to continue";
    }
    return null;
  }

  private @Nullable String second(int b) {
    if ((b & MASK) == 0) {
      return "a client's frame must be masked";
    }
    length = b & LENGTH;
    key = 0;
    if (length > LONGEST_CONTROL && Opcode.isControl(opcode())) {
      return "a control frame is longer than 125 bytes";
    }
    if (length == 1 && opcode() == Opcode.CLOSE) {
      return "a close frame has half a status code";
    }
    if (length <= LONGEST_CONTROL) {
      state = State.KEY;
      missing = Integer.BYTES;
    } else {
      state = State.LENGTH;
      longForm = length == LENGTH;
      missing = longForm ? Long.BYTES : Short.BYTES;
      length = 0;
    }
    return null;
  }

  private @Nullable String length(int b) {
    if (missing == Long.BYTES && (b & 0x80) != 0) {
      return "the top bit of a length is set";
    }
    length = (length << 8) | b;
    missing--;
    if (missing > 0) {
      return null;
    }
    boolean minimal = length > (longForm ? 0xFFFF : LONGEST_CONTROL);
    state = State.KEY;
    missing = Integer.BYTES;
    return minimal ? null : "a length is not in its shortest form";
  }

  private void key(int b) {
    key = (key << 8) | b;
    missing--;
    if (missing == 0) {
      state = State.DONE;
    }
  }
}
