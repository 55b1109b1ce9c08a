package org.drafthorse.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often what was thrown at which seam, and what was wrong then: a page for people to read. */
final class FaultTable {

  /** By kind and seam. */
  private final Map<SeamKind, Map<String, Row>> rows = new EnumMap<>(SeamKind.class);

  private final List<String> wrong = new ArrayList<>();

  void thrown(String seam, Fault fault) {
    row(seam).counts.merge(fault, 1, Integer::sum);
  }

  void wrong(String seam, String what) {
    row(seam).wrong++;
    wrong.add(what);
  }

  List<String> wrong() {
    return wrong;
  }

  /** In a few words. */
  String summary() {
    int seams = rows.values().stream().mapToInt(Map::size).sum();
    long times =
        rows.values().stream()
            .flatMap(each -> each.values().stream())
            .flatMap(each -> each.counts.values().stream())
            .mapToLong(Integer::longValue)
            .sum();
    return "thrown " + times + " times at " + seams + " seams, " + wrong.size() + " wrong";
  }

  private Row row(String seam) {
    return rows.computeIfAbsent(SeamKind.of(seam), key -> new TreeMap<>())
        .computeIfAbsent(seam, key -> new Row());
  }

  void write(Path file) throws IOException {
    StringBuilder page = new StringBuilder("# What was thrown where\n\n");
    page.append("How often at seams of each kind, and at each seam. All is well if no connection");
    page.append(" ended but that where it was thrown, the others and newcomers were served, every");
    page.append(" wire is whole, and no buffer, byte, place or deflater was left behind.\n\n");
    head(page, "kind");
    rows.forEach((kind, seams) -> line(page, kind + ", " + seams.size() + " seams", sum(seams)));
    rows.forEach(
        (kind, seams) -> {
          page.append("\n## ").append(kind).append("\n\n");
          head(page, "seam");
          seams.forEach((seam, row) -> line(page, seam, row));
        });
    wrong.forEach(each -> page.append("\n- ").append(each));
    Files.writeString(file, page.toString());
  }

  private static Row sum(Map<String, Row> seams) {
    Row sum = new Row();
    for (Row each : seams.values()) {
      each.counts.forEach((fault, count) -> sum.counts.merge(fault, count, Integer::sum));
      sum.wrong += each.wrong;
    }
    return sum;
  }

  private static void head(StringBuilder page, String first) {
    page.append("| ").append(first);
    for (Fault each : Fault.values()) {
      page.append(" | ").append(each);
    }
    page.append(" | all well |\n|---").append("|---".repeat(Fault.values().length + 1));
    page.append("|\n");
  }

  private static void line(StringBuilder page, String name, Row row) {
    page.append("| ").append(name);
    for (Fault each : Fault.values()) {
      page.append(" | ").append(row.counts.getOrDefault(each, 0));
    }
    page.append(row.wrong == 0 ? " | yes |\n" : " | but for " + row.wrong + " |\n");
  }

  private static final class Row {
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private int wrong;
  }
}
