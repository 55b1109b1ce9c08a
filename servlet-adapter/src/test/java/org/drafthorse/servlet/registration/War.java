package org.drafthorse.servlet.registration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.WebSocketFilter;

/** The directory of a web application, with our jars in it; written below {@code target}. */
final class War {

  private static final Path WARS = Path.of("target", "wars");

  private static final String WEB_XML =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
      %s
      </web-app>
      """;

  /** An empty one would do, but to OpenWebBeans it means that all classes are beans. */
  private static final String BEANS_XML =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0"
          bean-discovery-mode="annotated"/>
      """;

  private static final String OWB_LISTENER =
      "org.apache.webbeans.servlet.WebBeansConfigurationListener";

  private final String name;
  private final Path directory;

  private War(String name) {
    this.name = name;
    this.directory = WARS.resolve(name);
    Jars.deleteTree(directory);
    library(Jars.of(WebSocketResource.class));
    library(Jars.of(WebSocketFilter.class));
  }

  /** Replaces what was there under that name. */
  static War named(String name) {
    return new War(name);
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory.toAbsolutePath();
  }

  /**
   * Adds classes to {@code WEB-INF/classes}, with those that are nested in them, and the one around
   * them.
   */
  War classes(Class<?>... classes) {
    for (Class<?> each : classes) {
      Path file = file(each);
      String nested = file.getFileName().toString().replace(".class", "$");
      try (Stream<Path> all = Files.list(file.getParent())) {
        all.filter(one -> one.getFileName().toString().startsWith(nested))
            .forEach(one -> copyClass(each, one));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (Class<?> one = each; one != null; one = one.getEnclosingClass()) {
        copyClass(each, file(one));
      }
    }
    return this;
  }

  private static Path file(Class<?> one) {
    return Jars.home(one).resolve(one.getName().replace('.', '/') + ".class");
  }

  private void copyClass(Class<?> from, Path file) {
    copy(file, "WEB-INF/classes/" + Jars.home(from).relativize(file));
  }

  /** Adds a CDI container, as the build has laid it ready, and has it look for beans. */
  War with(Cdi cdi) {
    if (cdi != Cdi.NONE) {
      file("WEB-INF/beans.xml", BEANS_XML);
      List<Path> jars = Jars.in(Path.of("target", cdi.directory()));
      if (jars.isEmpty()) {
        throw new IllegalStateException("the build has not laid ready " + cdi);
      }
      jars.forEach(this::library);
      // OpenWebBeans 4.0 names its initializer in a file of the old name.
      return cdi == Cdi.OPEN_WEB_BEANS ? webXml(WebXml.listener(OWB_LISTENER)) : this;
    }
    return this;
  }

  /** Adds a web.xml with that in it. */
  War webXml(String body) {
    return file("WEB-INF/web.xml", WEB_XML.formatted(body));
  }

  War file(String path, String content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private void library(Path jar) {
    copy(jar, "WEB-INF/lib/" + jar.getFileName());
  }

  private void copy(Path file, String path) {
    try {
      Path target = directory.resolve(path);
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
