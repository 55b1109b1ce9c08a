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

/**
 * What fuzzing starts from, kept as text: streams of bytes in hexadecimal digits, one a line, and
 * texts between lines of {@code ---}. A line that begins with {@code #} is for the reader.
 */
final class Seeds {

  private Seeds() {}

  /** The seeds in that resource beside this class. */
  static List<byte[]> of(String resource) {
    return resource.endsWith(".hex") ? streams(read(resource)) : texts(read(resource));
  }

  /** Writes each into a file of its own, as the fuzzer wants them. */
  static void write(String resource, Path directory) throws IOException {
    Files.createDirectories(directory);
    List<byte[]> all = of(resource);
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
