package org.drafthorse.servlet.registration;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Where classes come from, as jars. */
final class Jars {

  private static final Path MADE = Path.of("target", "wars-lib");
  private static final Map<Path, Path> JARS = new ConcurrentHashMap<>();

  private Jars() {}

  /** The jar that this class is in; made now, if it comes from a directory. */
  static Path of(Class<?> one) {
    Path home = home(one);
    return Files.isDirectory(home) ? JARS.computeIfAbsent(home, h -> make(one, h)) : home;
  }

  /** The jar or directory that this class is in. */
  static Path home(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> in(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void deleteTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make(Class<?> one, Path home) {
    Path jar = MADE.resolve(one.getSimpleName() + ".jar");
    try (Stream<Path> all = Files.walk(home)) {
      Files.createDirectories(MADE);
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file)) {
        for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new JarEntry(home.relativize(each).toString()));
          long unused = Files.copy(each, out);
          out.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }
}
