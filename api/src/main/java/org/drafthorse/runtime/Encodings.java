package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.engine.FrameEncoder;
import org.drafthorse.engine.Opcode;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.engine.deflate.MessageDeflater;

/**
 * One message as bytes on the wire, made once for each wire format and each window that a receiver
 * asks for. For one thread.
 */
final class Encodings {

  private final WebSocketRuntime runtime;
  private final int opcode;
  private final ByteBuffer payload;
  private final Map<WireFormat, SharedFrame> plain = new EnumMap<>(WireFormat.class);
  private final @Nullable SharedFrame[] deflated = new SharedFrame[DeflateAgreement.MOST_BITS + 1];

  Encodings(WebSocketRuntime runtime, int opcode, ByteBuffer payload) {
    this.runtime = runtime;
    this.opcode = opcode;
    this.payload = payload;
  }

  /**
   * The encoding for a receiver.
   *
   * @param windowBits 0 if it gets messages of this length as they are
   */
  SharedFrame of(WireFormat format, int windowBits) {
    if (windowBits == 0) {
      return plain(format);
    }
    SharedFrame known = deflated[windowBits];
    if (known == null) {
      known = deflated(format, windowBits);
      deflated[windowBits] = known;
    }
    return known;
  }

  private SharedFrame plain(WireFormat format) {
    return plain.computeIfAbsent(format, f -> shared(FrameEncoder.of(f), opcode, payload));
  }

  private SharedFrame deflated(WireFormat format, int windowBits) {
    ByteBuffer smaller =
        MessageDeflater.deflate(runtime.compression().deflaters(), payload, windowBits);
    return smaller == null
        ? plain(format)
        : shared(FrameEncoder.of(format), opcode | Opcode.DEFLATED, smaller);
  }

  private SharedFrame shared(FrameEncoder encoder, int firstBits, ByteBuffer content) {
    int length = content.remaining();
    ByteBuffer frame = ByteBuffer.allocate((int) encoder.encodedLength(length, 0));
    encoder.head(frame, firstBits, true, length);
    frame.put(content.duplicate());
    encoder.tail(frame);
    boolean isDeflated = (firstBits & Opcode.DEFLATED) != 0;
    return new SharedFrame(frame.flip(), isDeflated, runtime.budget());
  }
}
