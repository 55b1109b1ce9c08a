package org.drafthorse.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;

/** Section by version and transport: how many cases have passed, as a page of HTML. */
final class ConformancePage {

  private record Column(String transport, String version) implements Comparable<Column> {
    @Override
    public int compareTo(Column other) {
      int byTransport = transport.compareTo(other.transport);
      return byTransport != 0 ? byTransport : other.version.compareTo(version);
    }
  }

  private final Map<String, Map<Column, Integer>> counts = new TreeMap<>();
  private final TreeSet<Column> columns = new TreeSet<>();

  /** Takes in what the tests of a module have noted. */
  void read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.sorted().toList()) {
        Files.readAllLines(each).forEach(this::add);
      }
    }
  }

  private void add(String line) {
    String[] parts = line.split("\t", -1);
    Column column = new Column(parts[2], parts[1]);
    columns.add(column);
    counts.computeIfAbsent(parts[0], s -> new TreeMap<>()).merge(column, 1, Integer::sum);
  }

  /** How many cases have passed on that transport, over all sections. */
  int count(String transport, ProtocolVersion version) {
    Column column = new Column(transport, version.name());
    return counts.values().stream().mapToInt(each -> each.getOrDefault(column, 0)).sum();
  }

  /** The page. */
  String html() {
    List<String> lines = new ArrayList<>();
    lines.add("<!DOCTYPE html><meta charset=utf-8><title>Conformance</title>");
    lines.add("<style>td{text-align:right}th{text-align:left}td,th{padding:2px 8px}</style>");
    lines.add("<h1>Cases that passed</h1><table><tr><th>section");
    columns.forEach(each -> lines.add("<th>" + each.transport() + "<br>" + each.version()));
    counts.forEach(
        (section, row) -> {
          lines.add("<tr><th>" + section);
          columns.forEach(each -> lines.add("<td>" + row.getOrDefault(each, 0)));
        });
    lines.add("</table>");
    return String.join("\n", lines) + "\n";
  }
}
