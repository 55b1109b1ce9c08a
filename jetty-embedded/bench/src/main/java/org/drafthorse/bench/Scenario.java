package org.drafthorse.bench;

import java.io.IOException;
import java.util.Arrays;

/** The loads, one row each. */
enum Scenario {
  ECHO_64X1("echo-64x1", "echo, 64 B text, 64 x 1", 64, 1, Payload.ASCII, 64, EchoLoad::new),
  ECHO_64X16("echo-64x16", "echo, 64 B text, 64 x 16", 64, 16, Payload.ASCII, 64, EchoLoad::new);

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
    return Metric.CPU;
  }

  /** Whether that server can take part. */
  boolean suits(Contender server) {
    return true;
  }

  Load load(Target target) throws IOException {
    return load.make(this, target);
  }

  @Override
  public String toString() {
    return id;
  }
}
