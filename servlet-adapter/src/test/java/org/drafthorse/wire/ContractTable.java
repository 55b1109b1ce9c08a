package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.programs.Programs;
import org.drafthorse.wire.ContractRecords.Passed;
import org.junit.jupiter.api.Test;

/**
 * Protocol version by transport: how many tests of the contract have passed, or why it is not
 * possible. Derived from what was noted when tests ran; what should have run and did not is {@link
 * #missing}.
 */
final class ContractTable {

  /** The test that shows why a version is not possible. */
  static final String REFUSAL = "theRefusalSaysWhy";

  private static final List<ProtocolVersion> COLUMNS =
      List.of(ProtocolVersion.V13, ProtocolVersion.V8, ProtocolVersion.V7, ProtocolVersion.V00);

  private static final Set<String> TESTS =
      Arrays.stream(ClientContract.class.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .map(method -> method.getName())
          .collect(Collectors.toSet());

  private final List<Passed> passed;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final List<String> missing = new ArrayList<>();

  ContractTable(List<Passed> passed) {
    this.passed = passed;
    lines.add(line("Tests of the contract that passed", List.of("13", "8", "7", "00")));
  }

  /** Adds a row, where all tests should have passed in these modes. */
  void row(Place place, Carrier carrier, Set<ListenerMode> modes) {
    String row = Way.row(place, carrier);
    List<String> cells = new ArrayList<>();
    for (ProtocolVersion version : COLUMNS) {
      String ofCarrier = carrier.inability(version);
      String ofPlace = place.inability(version);
      if (!Programs.has(place.programs())) {
        notes.add("-: left out for want of " + String.join(", ", place.programs()));
        cells.add("-");
      } else if (ofCarrier != null) {
        cells.add(no(ofCarrier));
      } else if (ofPlace != null) {
        expect(row, version, ListenerMode.DIRECT, Set.of(REFUSAL));
        cells.add(no(ofPlace));
      } else {
        modes.forEach(mode -> expect(row, version, mode, TESTS));
        cells.add(count(row, version));
      }
    }
    lines.add(line(row, cells));
  }

  /** Adds the rows of all containers. */
  void containers() {
    for (Container each : Container.values()) {
      row(each, Carrier.TCP, EnumSet.of(ListenerMode.DIRECT, ListenerMode.EXECUTOR));
      if (each.hasTls()) {
        row(each, Carrier.TLS, EnumSet.of(ListenerMode.DIRECT));
      }
    }
  }

  private String no(String why) {
    notes.add("no: " + why);
    return "no";
  }

  private String count(String row, ProtocolVersion version) {
    return Long.toString(
        passed.stream()
            .filter(each -> each.row().equals(row) && each.version() == version)
            .count());
  }

  private void expect(String row, ProtocolVersion version, ListenerMode mode, Set<String> tests) {
    Set<String> found =
        passed.stream()
            .filter(each -> each.row().equals(row))
            .filter(each -> each.version() == version && each.mode() == mode)
            .map(Passed::test)
            .collect(Collectors.toSet());
    tests.stream()
        .filter(test -> !found.contains(test))
        .forEach(test -> missing.add(row + ", " + version + ", " + mode + ": " + test));
  }

  private static String line(String head, List<String> cells) {
    return String.format(Locale.ROOT, "%-36s", head)
        + cells.stream()
            .map(each -> String.format(Locale.ROOT, "%8s", each))
            .collect(Collectors.joining());
  }

  /** What should have passed and did not. */
  List<String> missing() {
    return missing;
  }

  @Override
  public String toString() {
    List<String> all = new ArrayList<>(lines);
    all.addAll(notes);
    return String.join("\n", all);
  }
}
