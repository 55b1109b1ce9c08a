package org.drafthorse.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.drafthorse.Nullable;

/** What may grow, one row each: with it, does the cost of a unit? */
@SuppressWarnings("ImmutableEnumChecker") // a constructor, and a list that is never changed
enum Growth {
  CONNECTIONS(
      "connections",
      "Connections, one message of 64 B in flight on each",
      Scenario.ECHO_64X1,
      n -> new Shape(n, 1, 64),
      null,
      10,
      100,
      1_000,
      10_000),
  SIZE(
      "size",
      "Bytes of a binary message, 4 connections",
      Scenario.BINARY_64K,
      n -> new Shape(4, 1, n),
      "byte",
      2,
      64,
      1_024,
      16 * 1_024,
      64 * 1_024,
      256 * 1_024,
      1_024 * 1_024,
      16 * 1_024 * 1_024),
  FRAGMENTS(
      "fragments",
      "Fragments of 64 B of a binary message, 16 connections",
      Scenario.BINARY_64K,
      n -> new Shape(16, 1, 64 * n, n, 1),
      "fragment",
      1,
      4,
      16,
      64,
      256,
      1_024),
  RESOURCES(
      "resources",
      "Resources, 64 connections spread over them",
      Scenario.ECHO_64X1,
      n -> new Shape(64, 1, 64, 1, n),
      null,
      1,
      10,
      100,
      1_000),
  RECEIVERS(
      "receivers",
      "Receivers of a broadcast of 256 B, per delivery",
      Scenario.FAN_OUT,
      n -> new Shape(n, 1, 256),
      null,
      1,
      10,
      100,
      1_000,
      10_000);

  private final String id;
  private final String title;
  private final Scenario scenario;

  private final IntFunction<Shape> shape;
  private final @Nullable String unit;
  private final List<Integer> steps;

  Growth(
      String id,
      String title,
      Scenario scenario,
      IntFunction<Shape> shape,
      @Nullable String unit,
      Integer... steps) {
    this.id = id;
    this.title = title;
    this.scenario = scenario;
    this.shape = shape;
    this.unit = unit;
    this.steps = List.of(steps);
  }

  static Growth of(String id) {
    return Arrays.stream(values())
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is called " + id));
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  Scenario scenario() {
    return scenario;
  }

  Shape shape(int step) {
    return shape.apply(step);
  }

  /** What a message has more of at each step, or null if there are more of something else. */
  @Nullable
  String unit() {
    return unit;
  }

  List<Integer> steps() {
    return steps;
  }

  /** Whether that server can take part. */
  boolean suits(Contender server) {
    return scenario.suits(server) && (this != RESOURCES || server.hasResources());
  }

  @Override
  public String toString() {
    return id;
  }
}
