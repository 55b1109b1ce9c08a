package org.drafthorse.engine;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** UTF-8: checking it, making a String of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TextBenchmark {

  /** What the text is made of. */
  @Param({"ASCII", "UTF_8"})
  public Payload kind = Payload.ASCII;

  /** How many bytes it has. */
  @Param({"64", "1024", "65536"})
  public int size;

  private byte[] utf8 = {};

  /** Makes the text. */
  @Setup
  public void prepare() {
    utf8 = kind.make(size, new Random(1));
  }

  /** Checks it. */
  @Benchmark
  public boolean check() {
    return Utf8Validator.isValid(utf8, size);
  }

  /** Makes a String. */
  @Benchmark
  public String decode() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
