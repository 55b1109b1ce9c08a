package org.drafthorse.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.drafthorse.WebSocketResource;
import org.drafthorse.conformance.EchoResource;
import org.drafthorse.conformance.HeldLocks;
import org.drafthorse.servlet.WebSocketFilter;

/** The contract's application as a WAR, with our jars, as anybody would build it. Mutable. */
final class ContractWar {

  private static final List<Class<?>> CLASSES =
      List.of(
          Await.class,
          ContractResources.class,
          ContractServlet.class,
          EchoResource.class,
          HeldLocks.class,
          FloodSide.class,
          MixtureOrder.class,
          MixtureSide.class,
          Observer.class,
          ServerSide.class,
          SlowSide.class);

  private static final String WEB_XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <filter>
          <filter-name>websocket</filter-name>
          <filter-class>org.drafthorse.servlet.WebSocketFilter</filter-class>
          <init-param>
            <param-name>versions</param-name>
            <param-value>13, 8, 7, 00</param-value>
          </init-param>
          <init-param>
            <param-name>/named</param-name>
            <param-value>org.drafthorse.wire.ServerSide; origins=any</param-value>
          </init-param>
        </filter>
        <filter-mapping>
          <filter-name>websocket</filter-name>
          <url-pattern>/*</url-pattern>
        </filter-mapping>
        <servlet>
          <servlet-name>contract</servlet-name>
          <servlet-class>org.drafthorse.wire.ContractServlet</servlet-class>
          <load-on-startup>1</load-on-startup>
        </servlet>
        <servlet-mapping>
          <servlet-name>contract</servlet-name>
          <url-pattern>/*</url-pattern>
        </servlet-mapping>
      </web-app>
      """;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  ContractWar() {
    with("WEB-INF/web.xml", WEB_XML);
    for (Class<?> each : CLASSES) {
      classFiles(each).forEach((name, bytes) -> entries.put("WEB-INF/classes/" + name, bytes));
    }
    entries.put("WEB-INF/lib/drafthorse-api.jar", jar(WebSocketResource.class));
    entries.put("WEB-INF/lib/drafthorse-servlet-adapter.jar", jar(WebSocketFilter.class));
  }

  ContractWar with(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Leaves our jars to the server. */
  ContractWar withoutOurJars() {
    entries.keySet().removeIf(each -> each.startsWith("WEB-INF/lib/"));
    return this;
  }

  /** Builds the adapter another time, with another text of the same length in it. */
  ContractWar withText(Class<?> in, String text, String other) {
    Map<String, byte[]> classes = contents(ContainerFiles.home(WebSocketFilter.class));
    classes.computeIfPresent(
        in.getName().replace('.', '/') + ".class",
        (name, bytes) -> {
          String latin1 = new String(bytes, StandardCharsets.ISO_8859_1);
          if (!latin1.contains(text) || text.length() != other.length()) {
            throw new IllegalArgumentException(text);
          }
          return latin1.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
        });
    entries.put("WEB-INF/lib/drafthorse-servlet-adapter.jar", archive(classes));
    return this;
  }

  /** Puts it there in one step, so that no scanner finds half of it. */
  void write(Path file) {
    try {
      Path whole = Files.createTempFile(ContainerFiles.directory(), "contract-", ".war");
      Files.write(whole, archive(entries));
      Files.move(whole, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar that a class is from, or its directory as a jar. */
  static byte[] jar(Class<?> type) {
    return archive(contents(ContainerFiles.home(type)));
  }

  /** A jar of one class and those inside it. */
  static byte[] classes(Class<?> type) {
    return archive(classFiles(type));
  }

  private static Map<String, byte[]> contents(Path home) {
    try {
      return Files.isDirectory(home) ? ofDirectory(home) : ofJar(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> ofDirectory(Path home) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        found.put(home.relativize(each).toString(), Files.readAllBytes(each));
      }
    }
    return found;
  }

  private static Map<String, byte[]> ofJar(Path home) throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(home.toFile())) {
      for (ZipEntry each : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        try (InputStream in = zip.getInputStream(each)) {
          found.put(each.getName(), in.readAllBytes());
        }
      }
    }
    return found;
  }

  private static byte[] archive(Map<String, byte[]> contents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : contents.entrySet()) {
        jar.putNextEntry(new ZipEntry(each.getKey()));
        jar.write(each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A class and those inside it. */
  private static Map<String, byte[]> classFiles(Class<?> type) {
    String prefix = type.getName().replace('.', '/');
    Map<String, byte[]> all = contents(ContainerFiles.home(type));
    all.keySet()
        .removeIf(each -> !each.equals(prefix + ".class") && !each.startsWith(prefix + "$"));
    return all;
  }
}
