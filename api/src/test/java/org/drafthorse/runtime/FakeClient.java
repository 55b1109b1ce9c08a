package org.drafthorse.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.engine.RequestHead;

/**
 * A client without a socket: passes the opening handshake, sends masked frames and reads what the
 * server writes. What it sends is handed over on the calling thread, as long as the server reads;
 * what waits while reading is paused is handed over on another. Quick callbacks run there, too.
 */
public final class FakeClient {

  private static final ExecutorService IO =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-io");
            thread.setDaemon(true);
            return thread;
          });
  private static final int ANSWER_BYTES = 16;

  private final ProtocolVersion version;
  private final ConnectionDriver driver;
  private final FakeTransport transport;
  private ByteBuffer unread = ByteBuffer.allocate(0);
  private boolean reading = true;
  private boolean eof;

  private FakeClient(
      ProtocolVersion version, ConnectionDriver driver, FakeTransport.Mode mode, Executor io) {
    this.version = version;
    this.driver = driver;
    this.transport = new FakeTransport(mode, io, this::resume);
    transport.attach(driver);
  }

  /** The executor of resumed reads and of {@link FakeTransport.Mode#OTHER_THREAD}. */
  public static Executor io() {
    return IO;
  }

  /** Connects with version 13, writes inline. */
  public static FakeClient connect(WebSocketRuntime runtime, String path) {
    return connect(runtime, path, ProtocolVersion.V13, FakeTransport.Mode.INLINE);
  }

  /** Connects and, for version 00, sends the eight bytes. */
  public static FakeClient connect(
      WebSocketRuntime runtime, String path, ProtocolVersion version, FakeTransport.Mode mode) {
    FakeClient client = admit(runtime, RequestHeads.of(path, version), version, mode);
    client.open();
    if (version == ProtocolVersion.V00) {
      client.raw(new byte[8]);
    }
    return client;
  }

  /** Passes the handshake and does not open yet. */
  public static FakeClient admit(
      WebSocketRuntime runtime,
      RequestHead head,
      ProtocolVersion version,
      FakeTransport.Mode mode) {
    if (runtime.admit(head) instanceof Admission.Admitted admitted) {
      return of(admitted, version, mode);
    }
    throw new AssertionError("refused");
  }

  /** A client that was let in, not open yet. */
  static FakeClient of(
      Admission.Admitted admitted, ProtocolVersion version, FakeTransport.Mode mode) {
    return new FakeClient(version, admitted.driver(), mode, IO);
  }

  public ProtocolVersion version() {
    return version;
  }

  /** Opens a client of version 00 that has sent so many of its last eight bytes. */
  static FakeClient inMidHandshake(WebSocketRuntime runtime, String path, int bytes) {
    ProtocolVersion version = ProtocolVersion.V00;
    FakeClient client =
        admit(runtime, RequestHeads.of(path, version), version, FakeTransport.Mode.INLINE);
    client.open();
    return client.raw(new byte[bytes]);
  }

  public void open() {
    asAdapter(() -> driver.open(transport));
  }

  /** What is thrown at an adapter ends the connection. */
  private void asAdapter(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      driver.failed(e);
    }
  }

  public FakeTransport transport() {
    return transport;
  }

  /** The server's end. */
  public WebSocketConnection connection() {
    return driver.client();
  }

  ConnectionDriver driver() {
    return driver;
  }

  public FakeClient text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (version != ProtocolVersion.V00) {
      return frame(0x81, utf8);
    }
    byte[] frame = new byte[utf8.length + 2];
    System.arraycopy(utf8, 0, frame, 1, utf8.length);
    frame[frame.length - 1] = (byte) 0xFF;
    return raw(frame);
  }

  public FakeClient binary(byte[] data) {
    return frame(0x82, data);
  }

  public FakeClient ping(String data) {
    return frame(0x89, data.getBytes(StandardCharsets.UTF_8));
  }

  public FakeClient pong(String data) {
    return frame(0x8A, data.getBytes(StandardCharsets.UTF_8));
  }

  public FakeClient close(int code) {
    return version == ProtocolVersion.V00
        ? raw(new byte[] {(byte) 0xFF, 0})
        : frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** A masked frame with that first byte. */
  public FakeClient frame(int first, byte[] payload) {
    return raw(maskedFrame(first, payload));
  }

  /** The bytes of a masked frame. */
  public static byte[] maskedFrame(int first, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(payload.length + 14);
    out.put((byte) first);
    if (payload.length <= 125) {
      out.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xFFFF) {
      out.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      out.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    byte[] key = {0x37, (byte) 0xFA, 0x21, 0x3D};
    out.put(key);
    for (int i = 0; i < payload.length; i++) {
      out.put((byte) (payload[i] ^ key[i % 4]));
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Sends bytes, whatever they are. */
  public synchronized FakeClient raw(byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(unread.array(), unread.position(), unread.remaining());
    all.writeBytes(bytes);
    unread = ByteBuffer.wrap(all.toByteArray());
    pump();
    return this;
  }

  /** Sends FIN. */
  public synchronized void endOfInput() {
    eof = true;
    pump();
  }

  /** The connection is reset. */
  public void reset() {
    driver.failed(null);
  }

  /** Whether the server has stopped reading. */
  public synchronized boolean isPaused() {
    return !reading;
  }

  /** What the server wrote, the answer of version 00 left out. */
  public List<WireFrame> frames() {
    return WireFrame.decode(version, bytesBehindHandshake());
  }

  byte[] bytesBehindHandshake() {
    byte[] bytes = transport.bytes();
    int from = version == ProtocolVersion.V00 ? Math.min(ANSWER_BYTES, bytes.length) : 0;
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** The frames in words: opcode and text, or close and its code. */
  public List<String> received() {
    return frames().stream().map(WireFrame::toString).toList();
  }

  private synchronized void resume() {
    reading = true;
    pump();
  }

  private void read() {
    reading = driver.received(unread);
  }

  private void pump() {
    if (reading && unread.hasRemaining()) {
      asAdapter(
          () -> {
            if (driver.isQuick()) {
              driver.lead(this::read);
            } else {
              read();
            }
          });
    }
    if (reading && eof) {
      eof = false;
      asAdapter(driver::endOfInput);
    }
  }
}
