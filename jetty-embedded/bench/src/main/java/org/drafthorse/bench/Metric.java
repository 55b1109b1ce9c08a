package org.drafthorse.bench;

import java.util.Locale;

/** What is measured; less is better, but for the rate. */
enum Metric {
  CPU("CPU us", 2),
  RATE("messages/s", 0),
  P50("p50 us", 0),
  P99("p99 us", 0),
  P999("p99.9 us", 0),
  ALLOCATED("allocated B", 0),
  HEAP("heap B/conn", 0),
  OFF_HEAP("off heap B/conn", 0);

  private final String title;
  private final int decimals;

  Metric(String title, int decimals) {
    this.title = title;
    this.decimals = decimals;
  }

  String title() {
    return title;
  }

  String format(double value) {
    int digits = value < 1 ? Math.max(decimals, 1) : decimals;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
