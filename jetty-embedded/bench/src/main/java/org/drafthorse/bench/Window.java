package org.drafthorse.bench;

import java.io.IOException;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load saw while it ran. Travels as one line.
 *
 * @param messages how many were answered, or delivered
 * @param nanos from the first sent to the last answered
 * @param p50 the median latency in nanoseconds
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 */
record Window(long messages, long nanos, long p50, long p99, long p999) {

  private static final String WORD = "window";

  static Window of(Histogram latencies, long nanos) {
    return new Window(
        latencies.getTotalCount(),
        nanos,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        latencies.getValueAtPercentile(99.9));
  }

  String line() {
    return String.format(Locale.ROOT, "%s %d %d %d %d %d", WORD, messages, nanos, p50, p99, p999);
  }

  /** The opposite; throws the line if it is none. */
  static Window parse(String line) throws IOException {
    String[] words = line.split(" ", -1);
    if (!words[0].equals(WORD)) {
      throw new IOException(line);
    }
    long[] values = new long[5];
    for (int i = 0; i < values.length; i++) {
      values[i] = Long.parseLong(words[i + 1]);
    }
    return new Window(values[0], values[1], values[2], values[3], values[4]);
  }
}
