package org.drafthorse.engine;

import java.nio.ByteBuffer;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.engine.deflate.MessageInflater;

/**
 * Reads what a client sends after its handshake: bytes in, one {@link Signal} at a time out, so
 * that whoever drives it can stop between two messages. Checks each rule at the first byte that can
 * break it, the size before it takes memory. Throws nothing because of a peer.
 *
 * <p>Not for several threads at once.
 */
public abstract sealed class ProtocolEngine permits HybiEngine, Draft00Engine {

  private static final byte[] NONE = new byte[0];

  /** The message in progress, if it does not come in one piece. */
  final MessageAssembler message;

  private String text = "";
  private int textBytes;
  private byte[] data = NONE;
  private CloseStatus closeStatus = CloseStatus.NO_STATUS;
  private boolean ended;

  ProtocolEngine(ArrayPool arrays) {
    message = new MessageAssembler(arrays);
  }

  /**
   * The engine for that client.
   *
   * @param inflater if permessage-deflate was agreed on
   * @param arrays for messages that do not come in one piece
   */
  public static ProtocolEngine of(
      ClientHandshake client, Limits limits, @Nullable MessageInflater inflater, ArrayPool arrays) {
    return client.version().wireFormat() == WireFormat.DRAFT_00
        ? new Draft00Engine(client.challenge(), limits, arrays)
        : new HybiEngine(client.version(), limits, inflater, arrays);
  }

  /**
   * Reads up to the end of the next event.
   *
   * @param in big-endian; its position moves past what was consumed
   * @param scratch the reading thread's
   */
  public final Signal read(ByteBuffer in, Scratch scratch) {
    text = "";
    data = NONE;
    if (ended) {
      in.position(in.limit());
      return Signal.NEED_INPUT;
    }
    Signal signal = advance(in, scratch);
    if (signal == Signal.CLOSE || signal == Signal.FAILED) {
      ended = true;
      message.drop();
      close();
      in.position(in.limit());
    }
    return signal;
  }

  /** Whether messages may flow from the start; version 00 waits for {@link Signal#OPENED}. */
  public abstract boolean opensAtOnce();

  /** Memory held for a message in progress, in bytes. */
  public int heldBytes() {
    return message.held();
  }

  /** The text of {@link Signal#TEXT}. */
  public final String text() {
    return text;
  }

  /** How many bytes of UTF-8 the text of {@link Signal#TEXT} was, about what it takes in memory. */
  public final int textBytes() {
    return textBytes;
  }

  /** The bytes of the other signals; the array belongs to the caller. */
  public final byte[] data() {
    return data;
  }

  /** The peer's status for {@link Signal#CLOSE}, ours to send for {@link Signal#FAILED}. */
  public final CloseStatus closeStatus() {
    return closeStatus;
  }

  /** Frees what is held beside the heap; nothing is read any more. Any thread. */
  public void close() {}

  abstract Signal advance(ByteBuffer in, Scratch scratch);

  final Signal text(String value, int utf8Bytes) {
    text = value;
    textBytes = utf8Bytes;
    return Signal.TEXT;
  }

  final Signal data(Signal signal, byte[] value) {
    data = value;
    return signal;
  }

  final Signal closed(CloseStatus status) {
    closeStatus = status;
    return Signal.CLOSE;
  }

  final Signal fail(CloseStatus status, String why) {
    closeStatus = status.because(why);
    return Signal.FAILED;
  }
}
