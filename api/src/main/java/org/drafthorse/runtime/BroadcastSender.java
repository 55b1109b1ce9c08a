package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.Collection;
import org.drafthorse.Broadcast;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.engine.Opcode;

/** Sends a message to many, who share the bytes of each of its encodings. */
final class BroadcastSender implements Broadcast {

  private final WebSocketRuntime runtime;
  private final Collection<? extends WebSocketConnection> receivers;

  BroadcastSender(WebSocketRuntime runtime, Collection<? extends WebSocketConnection> receivers) {
    this.runtime = runtime;
    this.receivers = receivers;
  }

  @Override
  public Result sendText(String text) {
    Turn turn = Turn.current();
    if (turn == null) {
      return send(Opcode.TEXT, ClientConnection.encode(text));
    }
    ByteBuffer utf8 = turn.encode(text);
    try {
      return send(Opcode.TEXT, utf8);
    } finally {
      turn.encoded(utf8);
    }
  }

  @Override
  public Result sendText(ByteBuffer utf8) {
    return send(Opcode.TEXT, ClientConnection.checkedUtf8(utf8));
  }

  @Override
  public Result sendBinary(ByteBuffer data) {
    return send(Opcode.BINARY, data.duplicate());
  }

  private Result send(int opcode, ByteBuffer payload) {
    Encodings encodings = new Encodings(runtime, opcode, payload);
    int sent = 0;
    int dropped = 0;
    int closed = 0;
    int unsupported = 0;
    for (WebSocketConnection each : receivers) {
      switch (sendTo(each, opcode, payload, encodings)) {
        case SENT -> sent++;
        case DROPPED -> dropped++;
        case CLOSED -> closed++;
        case UNSUPPORTED -> unsupported++;
      }
    }
    return new Result(sent, dropped, closed, unsupported);
  }

  private static SendResult sendTo(
      WebSocketConnection receiver, int opcode, ByteBuffer payload, Encodings encodings) {
    if (!(receiver instanceof ClientConnection client)) {
      return sendForeign(receiver, opcode, payload);
    }
    if (opcode == Opcode.BINARY && !client.version().supports(Feature.BINARY)) {
      return SendResult.UNSUPPORTED;
    }
    MessageSender sender = client.sender();
    int windowBits = sender.windowBits(payload.remaining());
    SharedFrame frame = encodings.of(client.version().wireFormat(), windowBits);
    try {
      return sender.sendShared(frame);
    } catch (StackOverflowError e) {
      // It would meet all others as well.
      throw e;
    } catch (RuntimeException | Error e) {
      // This connection is over; the others have nothing to do with it.
      return SendResult.CLOSED;
    }
  }

  /** A connection that is not ours, such as a test's. */
  private static SendResult sendForeign(WebSocketConnection to, int opcode, ByteBuffer payload) {
    ByteBuffer view = payload.duplicate();
    return opcode == Opcode.TEXT ? to.sendText(view) : to.sendBinary(view);
  }
}
