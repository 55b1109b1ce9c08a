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

/** Whole messages, in and out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MessageBenchmark {

  private static final int KEY = 0x9A3C71E5;
  private static final Limits LIMITS = Limits.builder().maxMessageSize(1 << 24).build();

  /** What the message is made of. */
  @Param({"ASCII", "UTF_8", "BINARY"})
  public Payload kind = Payload.ASCII;

  /** How many bytes it has. */
  @Param({"64", "1024", "65536"})
  public int size;

  private ByteBuffer frame = ByteBuffer.allocate(0);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private final Scratch scratch = new Scratch();
  private final FrameEncoder encoder = FrameEncoder.of(WireFormat.HYBI);
  private final ProtocolEngine engine =
      new HybiEngine(ProtocolVersion.V13, LIMITS, null, new ArrayPool(1 << 20));

  /** Makes the message, and room for what is sent of it. */
  @Setup
  public void prepare() {
    byte[] bytes = ClientFrame.of(kind.opcode(), kind.make(size, new Random(1)), KEY);
    frame = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    out = ByteBuffer.allocateDirect(size + FrameEncoder.LONGEST_HEAD + 1);
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
