package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.drafthorse.Broadcast;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.engine.FrameEncoder;
import org.drafthorse.engine.Opcode;

/** Encodes a message once for each wire format that a receiver asks for, and shares the bytes. */
final class BroadcastSender implements Broadcast {

  private final ByteBudget budget;
  private final Collection<? extends WebSocketConnection> receivers;

  BroadcastSender(ByteBudget budget, Collection<? extends WebSocketConnection> receivers) {
    this.budget = budget;
    this.receivers = receivers;
  }

  @Override
  public Result sendText(String text) {
    return send(Opcode.TEXT, ClientConnection.encode(text));
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
    Map<WireFormat, SharedFrame> encoded = new EnumMap<>(WireFormat.class);
    Map<SendResult, Integer> counts = new EnumMap<>(SendResult.class);
    for (WebSocketConnection each : receivers) {
      counts.merge(sendTo(each, opcode, payload, encoded), 1, Integer::sum);
    }
    return new Result(
        counts.getOrDefault(SendResult.SENT, 0),
        counts.getOrDefault(SendResult.DROPPED, 0),
        counts.getOrDefault(SendResult.CLOSED, 0),
        counts.getOrDefault(SendResult.UNSUPPORTED, 0));
  }

  private SendResult sendTo(
      WebSocketConnection receiver,
      int opcode,
      ByteBuffer payload,
      Map<WireFormat, SharedFrame> encoded) {
    if (!(receiver instanceof ClientConnection client)) {
      return sendForeign(receiver, opcode, payload);
    }
    if (opcode == Opcode.BINARY && !client.version().supports(Feature.BINARY)) {
      return SendResult.UNSUPPORTED;
    }
    WireFormat format = client.version().wireFormat();
    return client
        .output()
        .sendShared(
            encoded.computeIfAbsent(
                format, f -> new SharedFrame(encode(f, opcode, payload), budget)));
  }

  /** A connection that is not ours, such as a test's. */
  private static SendResult sendForeign(WebSocketConnection to, int opcode, ByteBuffer payload) {
    ByteBuffer view = payload.duplicate();
    return opcode == Opcode.TEXT ? to.sendText(view) : to.sendBinary(view);
  }

  private static ByteBuffer encode(WireFormat format, int opcode, ByteBuffer payload) {
    FrameEncoder encoder = FrameEncoder.of(format);
    int length = payload.remaining();
    ByteBuffer frame = ByteBuffer.allocate((int) encoder.encodedLength(length, 0));
    encoder.head(frame, opcode, true, length);
    frame.put(payload.duplicate());
    encoder.tail(frame);
    return frame.flip();
  }
}
