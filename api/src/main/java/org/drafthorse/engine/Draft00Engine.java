package org.drafthorse.engine;

import java.nio.ByteBuffer;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;

/**
 * The challenge and the frames of version 00 (draft-hixie-thewebsocketprotocol-76, sections 4.2 and
 * 5.2): a byte 00, text in UTF-8, a byte FF. FF 00 closes. All other frame types close as well: no
 * client has a use for them, and their endless lengths are an attacker's tool.
 */
final class Draft00Engine extends ProtocolEngine {

  private static final int TEXT_BEGIN = 0x00;
  private static final byte TEXT_END = (byte) 0xFF;
  private static final int CLOSE_BEGIN = 0xFF;

  private enum State {
    CHALLENGE,
    TYPE,
    TEXT,
    CLOSE
  }

  private final byte[] numbers;
  private final int limit;
  private final byte[] key3 = new byte[Draft00Challenge.KEY3_BYTES];
  private State state = State.CHALLENGE;
  private int key3Length;

  Draft00Engine(byte[] numbers, Limits limits, ArrayPool arrays) {
    super(arrays);
    this.numbers = numbers;
    this.limit = Math.min(limits.maxFrameSize(), limits.maxMessageSize());
  }

  @Override
  public boolean opensAtOnce() {
    return false;
  }

  @Override
  Signal advance(ByteBuffer in, Scratch scratch) {
    Signal signal = Signal.NEED_INPUT;
    while (signal == Signal.NEED_INPUT && in.hasRemaining()) {
      signal =
          switch (state) {
            case CHALLENGE -> readChallenge(in);
            case TYPE -> readType(in.get() & 0xFF);
            case TEXT -> readText(in);
            case CLOSE -> readClose(in.get());
          };
    }
    return signal;
  }

  private Signal readChallenge(ByteBuffer in) {
    int available = Math.min(key3.length - key3Length, in.remaining());
    in.get(key3, key3Length, available);
    key3Length += available;
    if (key3Length < key3.length) {
      return Signal.NEED_INPUT;
    }
    state = State.TYPE;
    return data(Signal.OPENED, Draft00Challenge.answer(numbers, key3));
  }

  private Signal readType(int type) {
    if (type == TEXT_BEGIN) {
      message.begin(true);
      state = State.TEXT;
      return Signal.NEED_INPUT;
    }
    if (type == CLOSE_BEGIN) {
      state = State.CLOSE;
      return Signal.NEED_INPUT;
    }
    return fail(CloseStatus.PROTOCOL_ERROR, "unknown frame type");
  }

  private Signal readText(ByteBuffer in) {
    int length = lengthUntilEnd(in);
    boolean ends = length < in.remaining();
    int room = limit - message.size();
    int taken = Math.min(length, room);
    // What fits is checked before what does not, so the verdict is the same however bytes are read.
    if (!message.append(in, taken, ends ? taken : room, ends, 0, 0)) {
      return fail(CloseStatus.INVALID_PAYLOAD, "text is not UTF-8");
    }
    if (length > taken) {
      return fail(CloseStatus.TOO_BIG, "a message exceeds " + limit + " bytes");
    }
    if (!ends) {
      return Signal.NEED_INPUT;
    }
    in.get();
    state = State.TYPE;
    if (!message.endsWholeCharacter()) {
      return fail(CloseStatus.INVALID_PAYLOAD, "text is not UTF-8");
    }
    int size = message.size();
    return text(message.takeText(), size);
  }

  /** How many bytes come before the end of the text, or all that there are. */
  private static int lengthUntilEnd(ByteBuffer in) {
    int start = in.position();
    int i = start;
    while (i < in.limit() && in.get(i) != TEXT_END) {
      i++;
    }
    return i - start;
  }

  private Signal readClose(byte second) {
    return second == 0
        ? closed(CloseStatus.NO_STATUS)
        : fail(CloseStatus.PROTOCOL_ERROR, "a frame has a length");
  }
}
