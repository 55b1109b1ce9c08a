package org.drafthorse.bench;

import java.io.IOException;
import java.util.Arrays;

/** The loads, one row each. */
enum Scenario {
  ECHO_64X1("echo-64x1", "Echo, 64 B text, 64 x 1", 64, 1, Payload.ASCII, 64, EchoLoad::new),
  ECHO_64X16("echo-64x16", "Echo, 64 B text, 64 x 16", 64, 16, Payload.ASCII, 64, EchoLoad::new),
  TIMETABLE(
      "timetable",
      "10,000 a second, 64 B text, over 64",
      64,
      16,
      Payload.ASCII,
      64,
      TimetableLoad::new),
  UTF_8("utf8-1k", "Echo, 1 KiB UTF-8, 64 x 4", 64, 4, Payload.UTF_8, 1024, EchoLoad::new),
  BINARY_64K("binary-64k", "Echo, 64 KiB, 16 x 2", 16, 2, Payload.BINARY, 64 * 1024, EchoLoad::new),
  BINARY_1M("binary-1m", "Echo, 1 MiB, 4 x 1", 4, 1, Payload.BINARY, 1024 * 1024, EchoLoad::new),
  FAN_OUT(
      "fan-out", "1 to 500, 256 B text, per delivery", 500, 1, Payload.ASCII, 256, FanOutLoad::new),
  FAN_OUT_8("fan-out-8", "The same, 8 in flight", 500, 8, Payload.ASCII, 256, FanOutLoad::new),
  CONNECT(
      "connect", "Connect, handshake, close, 8 at once", 8, 1, Payload.ASCII, 64, ConnectLoad::new),
  IDLE("idle", "5,000 idle connections", 5000, 1, Payload.ASCII, 64, IdleLoad::new);

  /** Makes the clients. */
  interface Maker {
    Load make(Scenario scenario, Target target) throws IOException;
  }

  private final String id;
  private final String title;
  private final int connections;
  private final int inFlight;
  private final Payload payload;
  private final int size;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor
  private final Maker load;

  Scenario(
      String id,
      String title,
      int connections,
      int inFlight,
      Payload payload,
      int size,
      Maker load) {
    this.id = id;
    this.title = title;
    this.connections = connections;
    this.inFlight = inFlight;
    this.payload = payload;
    this.size = size;
    this.load = load;
  }

  static Scenario of(String id) {
    return Arrays.stream(values())
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + id));
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  int connections() {
    return connections;
  }

  int inFlight() {
    return inFlight;
  }

  Payload payload() {
    return payload;
  }

  int size() {
    return size;
  }

  /** What the overview shows. */
  Metric mainMetric() {
    return this == IDLE ? Metric.HEAP : Metric.CPU;
  }

  /** Whether that server can take part. */
  boolean suits(Contender server) {
    boolean echoes = this != FAN_OUT && this != FAN_OUT_8 && this != CONNECT;
    return echoes || !server.isBareTcp();
  }

  Load load(Target target) throws IOException {
    return load.make(this, target);
  }

  @Override
  public String toString() {
    return id;
  }
}
