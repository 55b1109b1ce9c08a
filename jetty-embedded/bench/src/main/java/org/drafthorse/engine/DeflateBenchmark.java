package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.drafthorse.engine.deflate.MessageDeflater;
import org.drafthorse.engine.deflate.MessageInflater;
import org.drafthorse.engine.deflate.ZipPool;
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

/** permessage-deflate without context takeover, on text such as JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DeflateBenchmark {

  private static final int WINDOW_BITS = 15;

  /** How many bytes the message has before it is deflated. */
  @Param({"1024", "65536"})
  public int size;

  private final ZipPool<Deflater> deflaters = ZipPool.ofDeflaters(1);
  private final MessageInflater inflater = new MessageInflater(ZipPool.ofInflaters(1), false);
  private ByteBuffer message = ByteBuffer.allocate(0);
  private byte[] deflated = {};
  private byte[] room = {};

  /** Makes the message, in both forms. */
  @Setup
  public void prepare() throws DataFormatException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < size; i++) {
      text.append("{\"id\":").append(i * 7919).append(",\"name\":\"item ").append(i).append("\"},");
    }
    message = ByteBuffer.wrap(text.substring(0, size).getBytes(StandardCharsets.US_ASCII));
    ByteBuffer small = deflate();
    deflated = new byte[small.remaining()];
    small.get(deflated);
    room = new byte[size];
    if (inflate() != size || !Arrays.equals(room, message.array())) {
      throw new AssertionError("the message does not come back");
    }
  }

  /** Deflates the message. */
  @Benchmark
  public final ByteBuffer deflate() {
    return Objects.requireNonNull(MessageDeflater.deflate(deflaters, message, WINDOW_BITS));
  }

  /** Inflates the message. */
  @Benchmark
  public final int inflate() throws DataFormatException {
    inflater.begin();
    inflater.feed(deflated, deflated.length);
    int length = 0;
    while (length < size) {
      int count = inflater.drain(room, length, size - length);
      if (count == 0) {
        break;
      }
      length += count;
    }
    inflater.end();
    return length;
  }
}
