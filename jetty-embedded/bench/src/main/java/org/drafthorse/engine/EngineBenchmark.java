package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.bench.ClientFrame;
import org.drafthorse.bench.Payload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The engine without a socket: each step, and a whole message in and out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EngineBenchmark {

  private static final int KEY = 0x9A3C71E5;
  private static final Limits LIMITS = Limits.builder().maxMessageSize(1 << 24).build();

  /** What the message is made of. */
  @Param({"ASCII", "UTF_8", "BINARY"})
  public Payload kind = Payload.ASCII;

  /** How many bytes it has. */
  @Param({"64", "1024", "65536"})
  public int size;

  private byte[] payload = {};
  private byte[] room = {};
  private ByteBuffer masked = ByteBuffer.allocate(0);
  private ByteBuffer frame = ByteBuffer.allocate(0);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private final Scratch scratch = new Scratch();
  private final FrameHeader header = new FrameHeader(false);
  private final FrameEncoder encoder = FrameEncoder.of(WireFormat.HYBI);
  private final ProtocolEngine engine = new HybiEngine(ProtocolVersion.V13, LIMITS, null);

  /** Makes the message, and room for what becomes of it. */
  @Setup
  public void prepare() {
    payload = kind.make(size, new Random(1));
    room = new byte[size];
    byte[] bytes = ClientFrame.of(kind.opcode(), payload, KEY);
    frame = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    masked = frame.slice(bytes.length - size, size);
    out = ByteBuffer.allocateDirect(size + FrameEncoder.LONGEST_HEAD + 1);
  }

  /** Takes the mask off. */
  @Benchmark
  public boolean unmask() {
    masked.clear();
    return Masking.unmask(masked, room, 0, size, KEY, 0);
  }

  /** Checks UTF-8; of no meaning for binary, which fails early. */
  @Benchmark
  public boolean checkUtf8() {
    return Utf8Validator.isValid(payload, size);
  }

  /** Makes a String. */
  @Benchmark
  public String decodeUtf8() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** Reads a frame's header. */
  @Benchmark
  public long parseHeader() {
    frame.clear();
    header.next(false);
    String broken = header.read(frame);
    if (broken != null) {
      throw new AssertionError(broken);
    }
    return header.length();
  }

  /** Writes a frame. */
  @Benchmark
  public ByteBuffer encode() {
    encoder.head(out.clear(), kind.opcode(), true, size);
    return out.put(payload);
  }

  /** A message out of the bytes read. */
  @Benchmark
  public Object messageIn() {
    return read();
  }

  /** A message out of the bytes read, and the bytes to write out of the message. */
  @Benchmark
  public ByteBuffer messageInAndOut() {
    Object message = read();
    byte[] bytes =
        message instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) message;
    encoder.head(out.clear(), kind.opcode(), true, bytes.length);
    return out.put(bytes);
  }

  private Object read() {
    frame.clear();
    return switch (engine.read(frame, scratch)) {
      case TEXT -> engine.text();
      case BINARY -> engine.data();
      default -> throw new AssertionError("the frame is a message");
    };
  }
}
