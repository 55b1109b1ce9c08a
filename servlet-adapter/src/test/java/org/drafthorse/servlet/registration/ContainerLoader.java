package org.drafthorse.servlet.registration;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * What a web application sees of its server: the container and the Servlet API, as where it stands
 * alone, and not what else the tests have on their class path. Beyond that only {@link Ledger}.
 */
final class ContainerLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** Jetty's packages and files. */
  static final List<String> JETTY = List.of("org.eclipse.jetty.", "org.slf4j.", "jndi.properties");

  /** Tomcat's packages. */
  static final List<String> TOMCAT =
      List.of(
          "org.apache.catalina.",
          "org.apache.coyote.",
          "org.apache.juli.",
          "org.apache.naming.",
          "org.apache.tomcat.");

  private final List<String> shown;

  private final ClassLoader tests = ContainerLoader.class.getClassLoader();

  ContainerLoader(List<String> shown) {
    super("container", ClassLoader.getPlatformClassLoader());
    this.shown = shown;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!isShown(name)) {
      throw new ClassNotFoundException(name);
    }
    return tests.loadClass(name);
  }

  @Override
  protected URL findResource(String name) {
    return isShown(name.replace('/', '.')) ? tests.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return isShown(name.replace('/', '.'))
        ? tests.getResources(name)
        : Collections.emptyEnumeration();
  }

  private boolean isShown(String name) {
    return name.startsWith("jakarta.servlet.")
        || name.equals(Ledger.class.getName())
        || shown.stream().anyMatch(name::startsWith);
  }
}
