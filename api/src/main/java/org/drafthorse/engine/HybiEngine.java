package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.deflate.MessageInflater;

/** Frames and messages of versions 7, 8 and 13 (RFC 6455, sections 5 to 8). */
final class HybiEngine extends ProtocolEngine {

  /** How much is unmasked at once on its way to the inflater. */
  private static final int DEFLATED_PIECE = 8 * 1024;

  private final ProtocolVersion version;
  private final Limits limits;
  private final FrameHeader header;
  private final @Nullable MessageInflater inflater;
  private boolean inMessage;

  /** Of the message in progress: whether it is deflated, and how much of it came. */
  private boolean deflated;

  private long deflatedSize;
  private int fragments;

  /** Of the frame in progress: what its payload still lacks; -1 before its header was checked. */
  private long missing = -1;

  private byte @Nullable [] control;

  HybiEngine(
      ProtocolVersion version,
      Limits limits,
      @Nullable MessageInflater inflater,
      ArrayPool arrays) {
    super(arrays);
    this.version = version;
    this.limits = limits;
    this.inflater = inflater;
    this.header = new FrameHeader(inflater != null);
  }

  @Override
  public int heldBytes() {
    return super.heldBytes() + (inflater == null ? 0 : inflater.heldBytes());
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.close();
    }
  }

  @Override
  public boolean opensAtOnce() {
    return true;
  }

  @Override
  Signal advance(ByteBuffer in, Scratch scratch) {
    Signal signal = Signal.NEED_INPUT;
    while (signal == Signal.NEED_INPUT && (in.hasRemaining() || missing == 0)) {
      if (missing < 0) {
        signal = readHeader(in);
      } else if (Opcode.isControl(header.opcode())) {
        signal = readControl(in);
      } else {
        signal = readData(in, scratch);
      }
    }
    return signal;
  }

  private Signal readHeader(ByteBuffer in) {
    String broken = header.read(in);
    if (broken != null) {
      return fail(CloseStatus.PROTOCOL_ERROR, broken);
    }
    if (!header.isComplete()) {
      // The length is known before the key: say 1009 as early as that.
      return header.lengthIsKnown() ? checkSize() : Signal.NEED_INPUT;
    }
    Signal signal = checkSize();
    if (signal == Signal.NEED_INPUT) {
      missing = header.length();
      beginFrame();
      if (fragments > limits.maxFragments()) {
        return fail(
            CloseStatus.TOO_BIG, "a message has more than " + limits.maxFragments() + " fragments");
      }
    }
    return signal;
  }

  private Signal checkSize() {
    if (Opcode.isControl(header.opcode())) {
      return Signal.NEED_INPUT;
    }
    boolean isDeflated = inMessage ? deflated : header.isDeflated();
    if (header.length() > mayTake(limits.maxFrameSize(), isDeflated)) {
      return fail(CloseStatus.TOO_BIG, "a frame exceeds " + limits.maxFrameSize() + " bytes");
    }
    long before = inMessage ? messageSize() : 0;
    return header.length() > mayTake(limits.maxMessageSize(), isDeflated) - before
        ? messageTooBig()
        : Signal.NEED_INPUT;
  }

  /** What came of the message, in bytes on the wire. */
  private long messageSize() {
    return deflated ? deflatedSize : message.size();
  }

  /** How long that many bytes may be on the wire: what does not shrink grows when deflated. */
  private static long mayTake(int size, boolean isDeflated) {
    return isDeflated ? size + size / 8L + 64 : size;
  }

  private void beginFrame() {
    if (Opcode.isControl(header.opcode())) {
      control = new byte[(int) header.length()];
      return;
    }
    if (!inMessage) {
      beginMessage();
    }
    fragments++;
    deflatedSize += header.length();
  }

  private void beginMessage() {
    message.begin(header.opcode() == Opcode.TEXT);
    inMessage = true;
    fragments = 0;
    deflated = header.isDeflated();
    deflatedSize = 0;
    if (deflated && inflater != null) {
      inflater.begin();
    }
  }

  private Signal readData(ByteBuffer in, Scratch scratch) {
    if (deflated && inflater != null) {
      return readDeflated(in, scratch, inflater);
    }
    int available = (int) Math.min(missing, in.remaining());
    if (header.fin() && fragments == 1 && available == header.length()) {
      return readWholeMessage(in, available, scratch);
    }
    int phase = (int) (header.length() - missing);
    boolean last = header.fin();
    int expected = last ? (int) missing : limits.maxMessageSize() - message.size();
    if (!message.append(in, available, expected, last, header.key(), phase)) {
      return badUtf8();
    }
    missing -= available;
    return missing > 0 ? Signal.NEED_INPUT : endDataFrame();
  }

  /** The message lies whole in the buffer: it goes to the handler with one copy. */
  private Signal readWholeMessage(ByteBuffer in, int length, Scratch scratch) {
    if (!message.isText()) {
      byte[] bytes = new byte[length];
      Masking.unmask(in, bytes, 0, length, header.key(), 0);
      endFrame(false);
      return data(Signal.BINARY, bytes);
    }
    byte[] bytes = scratch.array(length);
    boolean ascii = Masking.unmaskText(in, bytes, 0, length, header.key(), 0);
    endFrame(false);
    String text =
        ascii
            ? new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
            : Utf8Validator.decode(bytes, length);
    return text == null ? badUtf8() : text(scratch.decoded(text, bytes, length), length);
  }

  /** A piece of a deflated message (RFC 7692, section 7.2.2). */
  private Signal readDeflated(ByteBuffer in, Scratch scratch, MessageInflater used) {
    int length = (int) Math.min(Math.min(missing, in.remaining()), DEFLATED_PIECE);
    byte[] piece = scratch.array(length);
    int phase = (int) (header.length() - missing);
    Masking.unmask(in, piece, 0, length, header.key(), phase);
    missing -= length;
    try {
      used.feed(piece, length);
      Signal signal = inflate(used);
      if (signal != Signal.NEED_INPUT || missing > 0) {
        return signal;
      }
      if (header.fin()) {
        used.end();
      }
      return endDataFrame();
    } catch (DataFormatException e) {
      return fail(CloseStatus.INVALID_PAYLOAD, "deflated data is malformed");
    }
  }

  private Signal inflate(MessageInflater used) throws DataFormatException {
    int most = limits.maxMessageSize();
    while (true) {
      int room = message.room(most);
      int count = used.drain(message.array(), message.size(), room);
      if (count == 0) {
        return Signal.NEED_INPUT;
      }
      boolean valid = message.wrote(count);
      if (message.size() > most) {
        return messageTooBig();
      }
      if (!valid) {
        return badUtf8();
      }
    }
  }

  private Signal messageTooBig() {
    return fail(CloseStatus.TOO_BIG, "a message exceeds " + limits.maxMessageSize() + " bytes");
  }

  private Signal endDataFrame() {
    boolean fin = header.fin();
    endFrame(!fin);
    if (!fin) {
      return Signal.NEED_INPUT;
    }
    if (!message.endsWholeCharacter()) {
      return badUtf8();
    }
    int size = message.size();
    return message.isText()
        ? text(message.takeText(), size)
        : data(Signal.BINARY, message.takeBytes());
  }

  private Signal readControl(ByteBuffer in) {
    byte[] payload = control;
    if (payload == null) {
      throw new AssertionError("set with the header");
    }
    int available = (int) Math.min(missing, in.remaining());
    int phase = (int) (payload.length - missing);
    Masking.unmask(in, payload, phase, available, header.key(), phase);
    missing -= available;
    if (missing > 0) {
      return Signal.NEED_INPUT;
    }
    int opcode = header.opcode();
    control = null;
    endFrame(inMessage);
    return switch (opcode) {
      case Opcode.PING -> data(Signal.PING, payload);
      case Opcode.PONG -> data(Signal.PONG, payload);
      default -> readClose(payload);
    };
  }

  private Signal readClose(byte[] payload) {
    if (payload.length == 0) {
      return closed(CloseStatus.NO_STATUS);
    }
    int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    if (!version.permitsCloseCode(code)) {
      return fail(CloseStatus.PROTOCOL_ERROR, "a status code is not allowed in a close frame");
    }
    int reasonLength = payload.length - 2;
    byte[] reason = new byte[reasonLength];
    System.arraycopy(payload, 2, reason, 0, reasonLength);
    if (!Utf8Validator.isValid(reason, reasonLength)) {
      return badUtf8();
    }
    return closed(new CloseStatus(code, new String(reason, StandardCharsets.UTF_8)));
  }

  private void endFrame(boolean messageGoesOn) {
    missing = -1;
    inMessage = messageGoesOn;
    header.next(messageGoesOn);
  }

  private Signal badUtf8() {
    return fail(CloseStatus.INVALID_PAYLOAD, "text is not UTF-8");
  }
}
