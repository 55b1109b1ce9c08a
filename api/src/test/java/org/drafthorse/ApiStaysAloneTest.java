package org.drafthorse;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API needs the JDK's base module alone, and knows no container, not even by name. */
class ApiStaysAloneTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path CLASSES = BASE.resolve("target/classes");
  private static final Path SOURCES = BASE.resolve("src/main/java");

  private static final Pattern CONTAINER =
      Pattern.compile("jetty|tomcat|catalina|undertow|netty", Pattern.CASE_INSENSITIVE);
  private static final List<String> FOREIGN =
      List.of(
          "jakarta/",
          "javax/servlet",
          "org/eclipse/jetty",
          "org/apache/",
          "io/undertow",
          "io/netty");

  /** A class named in a descriptor or a signature. */
  private static final Pattern NAMED_TYPE = Pattern.compile("L((?:[\\w$]+/)+[\\w$]+)[;<]");

  @Test
  void moduleRequiresJavaBaseOnly() throws IOException {
    try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      assertThat(
              ModuleDescriptor.read(in).requires().stream()
                  .map(ModuleDescriptor.Requires::name)
                  .collect(toSet()))
          .containsExactly("java.base");
    }
  }

  @Test
  void classesNameNoForeignPackage() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(CLASSES, ".class")) {
      Constants constants = Constants.read(file);
      constants.classes().stream()
          .filter(name -> !isOwnOrJdk(name))
          .forEach(name -> found.add(file + ": class " + name));
      for (String text : constants.texts()) {
        NAMED_TYPE
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .filter(name -> !isOwnOrJdk(name))
            .forEach(name -> found.add(file + ": type " + name));
        FOREIGN.stream()
            .filter(text::contains)
            .forEach(name -> found.add(file + ": " + name + " in \"" + text + "\""));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void classesNameNoContainer() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(CLASSES, ".class")) {
      Constants.read(file).texts().stream()
          .filter(CONTAINER.asPredicate())
          .forEach(text -> found.add(file + ": \"" + text + "\""));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void sourcesNameNoContainer() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(SOURCES, ".java")) {
      List<String> lines = Files.readAllLines(file);
      Predicate<String> named = CONTAINER.asPredicate();
      for (int i = 0; i < lines.size(); i++) {
        if (named.test(lines.get(i))) {
          found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static boolean isOwnOrJdk(String name) {
    return name.startsWith("java/") || name.startsWith("org/drafthorse/");
  }

  /** All files below a folder; there must be some, or the scan would prove nothing. */
  private static List<Path> files(Path root, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
      assertThat(files).as("%s files below %s", suffix, root).isNotEmpty();
      return files;
    }
  }

  /**
   * The constant pool of a class file.
   *
   * @param texts all its strings: names, descriptors, literals
   * @param classes the classes it refers to, by internal name; arrays only by their element's
   *     descriptor, which is among the texts
   */
  private record Constants(List<String> texts, List<String> classes) {
    static Constants read(Path file) throws IOException {
      try (DataInputStream in =
          new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
        assertThat(in.readInt()).as("magic number of %s", file).isEqualTo(0xCAFEBABE);
        in.skipNBytes(4); // version
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        List<Integer> classIndices = new ArrayList<>();
        for (int i = 1; i < count; i++) {
          int tag = in.readUnsignedByte();
          switch (tag) {
            case 1 -> texts[i] = in.readUTF();
            case 7 -> classIndices.add(in.readUnsignedShort());
            case 8, 16, 19, 20 -> in.skipNBytes(2);
            case 15 -> in.skipNBytes(3);
            case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
            case 5, 6 -> {
              in.skipNBytes(8);
              i++; // a long or a double takes two entries
            }
            default -> throw new IOException("constant of unknown kind " + tag + " in " + file);
          }
        }
        List<String> all = Stream.of(texts).filter(text -> text != null).toList();
        List<String> classes =
            classIndices.stream()
                .map(index -> texts[index])
                .filter(name -> !name.startsWith("[") && !name.equals("module-info"))
                .toList();
        return new Constants(all, classes);
      }
    }
  }
}
