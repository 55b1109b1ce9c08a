package org.drafthorse.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.drafthorse.ProtocolVersion;

/** A {@link FakeClient} that has offered permessage-deflate, and inflates what it reads. */
final class DeflatingClient {

  private static final int RSV1 = 0x40;
  private static final int FIN = 0x80;
  private static final byte[] TAIL = {0, 0, -1, -1};

  /**
   * A message as it came.
   *
   * @param deflated whether its first frame had RSV1
   * @param wireBytes what its frames carried
   */
  record Message(String text, boolean deflated, int wireBytes, int frames) {}

  private final FakeClient client;
  private final String answer;

  private DeflatingClient(FakeClient client, String answer) {
    this.client = client;
    this.answer = answer;
  }

  static DeflatingClient connect(
      WebSocketRuntime runtime, String path, String offer, FakeTransport.Mode mode) {
    return connect(runtime, path, ProtocolVersion.V13, offer, mode);
  }

  static DeflatingClient connect(
      WebSocketRuntime runtime,
      String path,
      ProtocolVersion version,
      String offer,
      FakeTransport.Mode mode) {
    Admission admission =
        runtime.admit(RequestHeads.with(path, version, "Sec-WebSocket-Extensions", offer));
    if (!(admission instanceof Admission.Admitted admitted)) {
      throw new AssertionError("refused");
    }
    FakeClient client = FakeClient.of(admitted, version, mode);
    client.open();
    return new DeflatingClient(
        client, admitted.answer().headers().getOrDefault("Sec-WebSocket-Extensions", "none"));
  }

  static DeflatingClient connect(WebSocketRuntime runtime, String path) {
    return connect(runtime, path, "permessage-deflate", FakeTransport.Mode.INLINE);
  }

  FakeClient fake() {
    return client;
  }

  /** What the server agreed on, or none. */
  String answer() {
    return answer;
  }

  /** Sends a text, deflated on its own. */
  void text(String text) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
    byte[] out = new byte[text.length() * 4 + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - TAIL.length;
    deflater.end();
    client.frame(FIN | RSV1 | 1, ByteBuffer.allocate(size).put(out, 0, size).array());
  }

  /** All messages so far. */
  List<Message> messages() {
    boolean takeover = !answer.contains("server_no_context_takeover");
    Inflater inflater = new Inflater(true);
    ByteBuffer in = ByteBuffer.wrap(client.transport().bytes());
    List<Message> all = new ArrayList<>();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    boolean deflated = false;
    int frames = 0;
    while (in.hasRemaining()) {
      int first = in.get() & 0xFF;
      byte[] part = new byte[length(in)];
      in.get(part);
      if ((first & 0x8) != 0) {
        continue;
      }
      deflated = frames == 0 ? (first & RSV1) != 0 : deflated;
      if (frames > 0 && (first & RSV1) != 0) {
        throw new AssertionError("RSV1 on a continuation");
      }
      frames++;
      payload.writeBytes(part);
      if ((first & FIN) != 0) {
        byte[] whole = payload.toByteArray();
        byte[] plain = deflated ? inflate(inflater, whole) : whole;
        all.add(
            new Message(new String(plain, StandardCharsets.UTF_8), deflated, whole.length, frames));
        payload.reset();
        frames = 0;
        if (!takeover) {
          inflater.reset();
        }
      }
    }
    inflater.end();
    return all;
  }

  private static int length(ByteBuffer in) {
    int length = in.get();
    return switch (length) {
      case 126 -> in.getShort() & 0xFFFF;
      case 127 -> (int) in.getLong();
      default -> length;
    };
  }

  private static byte[] inflate(Inflater inflater, byte[] deflated) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[4096];
    for (byte[] each : new byte[][] {deflated, TAIL}) {
      inflater.setInput(each);
      try {
        for (int n = inflater.inflate(part); n > 0; n = inflater.inflate(part)) {
          all.write(part, 0, n);
        }
      } catch (DataFormatException e) {
        throw new AssertionError(e);
      }
    }
    return all.toByteArray();
  }
}
