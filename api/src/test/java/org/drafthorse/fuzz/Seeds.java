package org.drafthorse.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.conformance.Cases;
import org.drafthorse.engine.ClientFrames;
import org.drafthorse.oldclients.OldHandshake;

/**
 * What fuzzing starts from, kept as text: streams of bytes in hexadecimal digits, one a line, and
 * texts between lines of {@code ---}. A line that begins with {@code #} is for the reader.
 */
final class Seeds {

  private static final byte[] KEY3 = ClientFrames.utf8("WjN}|M(6");

  private Seeds() {}

  /** The seeds in that resource beside this class. */
  static List<byte[]> of(String resource) {
    return resource.endsWith(".hex") ? streams(read(resource)) : texts(read(resource));
  }

  /** What clients have really sent. */
  static Stream<byte[]> recordedHandshakes() {
    return OldHandshake.all().map(each -> each.head().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What stands in the table of cases for that version. */
  static Stream<byte[]> cases(ProtocolVersion version, boolean deflate) {
    byte[] before = version == ProtocolVersion.V00 ? KEY3 : new byte[0];
    return Cases.all().stream()
        .filter(each -> each.deflate() == deflate && each.versions().contains(version))
        .map(each -> ClientFrames.concat(before, each.sent().apply(version)))
        .filter(each -> each.length <= Fuzzer.LONGEST_INPUT);
  }

  /** Writes each into a file of its own, as the fuzzer wants them. */
  static void write(List<byte[]> all, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < all.size(); i++) {
      Files.write(directory.resolve("seed-" + i), all.get(i));
    }
  }

  private static List<byte[]> streams(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank())
        .map(line -> HexFormat.of().parseHex(line.replace(" ", "")))
        .toList();
  }

  private static List<byte[]> texts(List<String> lines) {
    List<byte[]> all = new ArrayList<>();
    List<String> text = new ArrayList<>(lines);
    while (!text.isEmpty()) {
      int end = text.indexOf("---");
      List<String> one = text.subList(0, end < 0 ? text.size() : end);
      all.add(one.stream().collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
      text.subList(0, end < 0 ? text.size() : end + 1).clear();
    }
    return all;
  }

  private static List<String> read(String resource) {
    try (InputStream in = Seeds.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no resource " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
