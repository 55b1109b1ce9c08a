package org.drafthorse.wire;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drafthorse.WebSocketResource;
import org.drafthorse.conformance.EchoResource;
import org.drafthorse.servlet.WebSocketFilter;

/** Where the build has put the containers, and where our own classes are. */
final class ContainerFiles {

  private static final Path DIRECTORY = Path.of("target", "containers");

  private ContainerFiles() {}

  static Path directory() {
    try {
      return Files.createDirectories(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory that nobody else uses. */
  static Path emptyDirectory(String name) {
    try {
      return Files.createTempDirectory(directory().toAbsolutePath(), name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Java of this JVM, with options that make small servers start fast. */
  static List<String> java() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
  }

  /** The jars of that container, which must be there, and our classes: nothing else. */
  static String classPath(String container) {
    Path jars = DIRECTORY.resolve(container);
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException("the build has not copied " + jars);
    }
    return Stream.concat(Stream.of(jars.resolve("*")), ours().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What the build has unpacked there: a single directory. */
  static Path only(String container) {
    Path unpacked = DIRECTORY.resolve(container);
    try (Stream<Path> all = Files.list(unpacked)) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow().toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalStateException("the build has not unpacked " + unpacked, e);
    }
  }

  /** A jar with {@link Leash} and nothing else, since a stock server is to see nothing of ours. */
  static synchronized Path leash() {
    Path jar = directory().resolve("leash.jar").toAbsolutePath();
    try {
      Files.write(jar, ContractWar.classes(Leash.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }

  /** API and adapter, each with its tests: jars or directories of classes. */
  private static List<Path> ours() {
    return Stream.of(
            WebSocketResource.class,
            EchoResource.class,
            WebSocketFilter.class,
            ContainerFiles.class)
        .map(ContainerFiles::home)
        .toList();
  }

  static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
