package org.drafthorse.servlet;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;

/**
 * Shows Jetty's classes to those of ours that need them, and to nobody else. Jetty hides them from
 * web applications; so the package that names them is defined once more, here, from the bytes of
 * our own jar, by a loader that asks the server for Jetty's classes and our own for the rest.
 */
final class JettyBridge extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String THEIRS = "org.eclipse.jetty.";
  private static final String OURS = "org.drafthorse.servlet.jetty.";

  private final ClassLoader container;

  JettyBridge(ClassLoader own, ClassLoader container) {
    super("drafthorse-jetty-bridge", own);
    this.container = container;
  }

  /**
   * Whether a loader sees the very classes that the container uses. It may see none, or, if the web
   * application brings Jetty's jars, others of the same name.
   */
  static boolean seesTheContainersClasses(
      ClassLoader loader, ServletContext context, String environment) {
    ClassLoader container = context.getClass().getClassLoader();
    return isSame("org.eclipse.jetty.server.Request", loader, container)
        && isSame(environment + ".servlet.ServletContextRequest", loader, container);
  }

  private static boolean isSame(String name, ClassLoader one, ClassLoader other) {
    try {
      return Class.forName(name, false, one) == Class.forName(name, false, other);
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(THEIRS)) {
      return container.loadClass(name);
    }
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, JettyBridge.class.getProtectionDomain());
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
