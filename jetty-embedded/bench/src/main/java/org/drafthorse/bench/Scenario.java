package org.drafthorse.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The loads, one row each. */
@SuppressWarnings("ImmutableEnumChecker") // a record of numbers, and a constructor
enum Scenario {
  ECHO_64X1("echo-64x1", "Echo of text", 64, 1, 64, Payload.ASCII, EchoLoad::new),
  ECHO_64X16("echo-64x16", "Echo of text", 64, 16, 64, Payload.ASCII, EchoLoad::new),
  TIMETABLE("timetable", "10,000 a second", 64, 16, 64, Payload.ASCII, TimetableLoad::new),
  UTF_8("utf8-1k", "Echo of text beyond ASCII", 64, 4, 1024, Payload.UTF_8, EchoLoad::new),
  BINARY_64K("binary-64k", "Echo of binary", 16, 2, 64 * 1024, Payload.BINARY, EchoLoad::new),
  BINARY_1M("binary-1m", "Echo of binary", 4, 1, 1024 * 1024, Payload.BINARY, EchoLoad::new),
  FAN_OUT("fan-out", "1 to all, per delivery", 500, 1, 256, Payload.ASCII, FanOutLoad::ofOneSize),
  FAN_OUT_8(
      "fan-out-8", "1 to all, per delivery", 500, 8, 256, Payload.ASCII, FanOutLoad::ofOneSize),
  FAN_OUT_MIXED(
      "fan-out-mixed",
      "1 to all, 8 B to that size, per delivery",
      200,
      16,
      20 * 1024,
      Payload.ASCII,
      FanOutLoad::ofMixedSizes),
  CONNECT("connect", "Connect, handshake, close", 8, 1, 64, Payload.ASCII, ConnectLoad::new),
  IDLE("idle", "Idle connections", 5000, 1, 64, Payload.ASCII, IdleLoad::new);

  /** Makes the clients. */
  interface Maker {
    Load make(Shape shape, Payload payload, Target target) throws IOException;
  }

  private static final Set<Scenario> NOT_ON_BARE_TCP =
      EnumSet.of(FAN_OUT, FAN_OUT_8, FAN_OUT_MIXED, CONNECT);

  private final String id;
  private final String title;
  private final Shape shape;
  private final Payload payload;

  private final Maker load;

  Scenario(
      String id,
      String title,
      int connections,
      int inFlight,
      int size,
      Payload payload,
      Maker load) {
    this.id = id;
    this.title = title;
    this.shape = new Shape(connections, inFlight, size);
    this.payload = payload;
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

  Shape shape() {
    return shape;
  }

  /** What the overview shows. */
  Metric mainMetric() {
    return this == IDLE ? Metric.HEAP : Metric.CPU;
  }

  /** Whether that server can take part. */
  boolean suits(Contender server) {
    return !server.isBareTcp() || !NOT_ON_BARE_TCP.contains(this);
  }

  Load load(Shape used, Target target) throws IOException {
    return load.make(used, payload, target);
  }

  @Override
  public String toString() {
    return id;
  }
}
