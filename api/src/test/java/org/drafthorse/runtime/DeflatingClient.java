package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;

/** A {@link FakeClient} that has offered permessage-deflate, and inflates what it reads. */
public final class DeflatingClient {

  private static final int RSV1 = 0x40;
  private static final int FIN = 0x80;
  private static final byte[] TAIL = {0, 0, -1, -1};

  /**
   * A message as it came.
   *
   * @param deflated whether its first frame had RSV1
   * @param wireBytes what its frames carried
   */
  public record Message(String text, boolean deflated, int wireBytes, int frames) {
    private Message(ClientWire.Message message) {
      this(
          new String(message.payload(), StandardCharsets.UTF_8),
          message.deflated(),
          message.wireBytes(),
          message.frames());
    }
  }

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

  public static DeflatingClient connect(
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
    String answer = admitted.answer().headers().getOrDefault("Sec-WebSocket-Extensions", "none");
    FakeClient client = FakeClient.of(admitted, version, mode);
    client.open();
    return new DeflatingClient(client, answer);
  }

  static DeflatingClient connect(WebSocketRuntime runtime, String path) {
    return connect(runtime, path, "permessage-deflate", FakeTransport.Mode.INLINE);
  }

  public FakeClient fake() {
    return client;
  }

  /** What the server agreed on, or none. */
  String answer() {
    return answer;
  }

  /** Sends a text, deflated on its own. */
  public void text(String text) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
    byte[] out = new byte[text.length() * 4 + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - TAIL.length;
    deflater.end();
    client.frame(FIN | RSV1 | 1, ByteBuffer.allocate(size).put(out, 0, size).array());
  }

  /** All messages so far. */
  public List<Message> messages() {
    boolean takeover = !answer.contains("server_no_context_takeover");
    return ClientWire.decode(WireFormat.HYBI, client.transport().bytes(), takeover).stream()
        .filter(each -> each.opcode() < 8)
        .map(each -> new Message(each))
        .toList();
  }
}
