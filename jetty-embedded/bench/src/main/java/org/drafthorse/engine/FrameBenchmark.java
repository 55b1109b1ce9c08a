package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** Frames: reading a header, taking the mask off, writing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FrameBenchmark {

  private static final int KEY = 0x9A3C71E5;

  /** How many bytes the payload has. */
  @Param({"64", "1024", "65536"})
  public int size;

  private byte[] payload = {};
  private byte[] room = {};
  private ByteBuffer frame = ByteBuffer.allocate(0);
  private ByteBuffer masked = ByteBuffer.allocate(0);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private final FrameHeader header = new FrameHeader(false);
  private final FrameEncoder encoder = FrameEncoder.of(WireFormat.HYBI);

  /** Makes the frame, and room for what becomes of it. */
  @Setup
  public void prepare() {
    payload = Payload.BINARY.make(size, new Random(1));
    room = new byte[size];
    byte[] bytes = ClientFrame.of(Opcode.BINARY, payload, KEY);
    frame = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    masked = frame.slice(bytes.length - size, size);
    out = ByteBuffer.allocateDirect(size + FrameEncoder.LONGEST_HEAD + 1);
  }

  /** Reads the header. */
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

  /** Takes the mask off. */
  @Benchmark
  public byte[] unmask() {
    masked.clear();
    Masking.unmask(masked, room, 0, size, KEY, 0);
    return room;
  }

  /** The same, and looks whether all of it is ASCII. */
  @Benchmark
  public boolean unmaskText() {
    masked.clear();
    return Masking.unmaskText(masked, room, 0, size, KEY, 0);
  }

  /** Writes the frame. */
  @Benchmark
  public ByteBuffer encode() {
    encoder.head(out.clear(), Opcode.BINARY, true, size);
    return out.put(payload);
  }
}
