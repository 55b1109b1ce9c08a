package org.drafthorse.servlet;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.cdi.CdiResources;

/** Finds out whether CDI makes the objects of this web application. */
final class ResourceFactories {

  private ResourceFactories() {}

  /** On a thread with the class loader of the web application, when CDI has started if ever. */
  static ResourceFactory ofThisApplication() {
    ResourceFactory cdi = cdi();
    return cdi == null ? new PlainResources() : cdi;
  }

  private static @Nullable ResourceFactory cdi() {
    try {
      Class.forName(
          "jakarta.enterprise.inject.spi.CDI", false, ResourceFactories.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
    return CdiResources.ifThere();
  }

  private static final class PlainResources implements ResourceFactory {

    private static final String INJECT = "Ljakarta/inject/Inject;";

    @Override
    public WebSocketResource make(Class<? extends WebSocketResource> type) throws ServletException {
      if (wantsInjection(type)) {
        throw new ServletException(
            "it has @Inject, but CDI is not there to make it: add Weld or another CDI to the"
                + " application, with a WEB-INF/beans.xml and at least one class that has a scope,"
                + " and on Jetty enable the module ee10-cdi");
      }
      try {
        return type.getConstructor().newInstance();
      } catch (InvocationTargetException e) {
        throw new ServletException("its constructor failed: " + e.getCause(), e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new ServletException(
            "it needs to be public and concrete, with a public constructor without parameters,"
                + " as CDI is not there to make it",
            e);
      }
    }

    /** From the bytes: the JVM does not show an annotation whose own class is not there. */
    private static boolean wantsInjection(Class<?> type) {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        String file = "/" + each.getName().replace('.', '/') + ".class";
        try (InputStream in = each.getResourceAsStream(file)) {
          if (in != null
              && new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(INJECT)) {
            return true;
          }
        } catch (IOException e) {
          // Then its fields stay null.
        }
      }
      return false;
    }

    @Override
    public void close() {
      // They hold nothing of ours.
    }
  }
}
