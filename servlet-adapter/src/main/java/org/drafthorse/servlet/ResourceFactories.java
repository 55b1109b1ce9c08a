package org.drafthorse.servlet;

import jakarta.servlet.ServletException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
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

    @Override
    public WebSocketResource make(Class<? extends WebSocketResource> type) throws ServletException {
      if (wantsInjection(type)) {
        throw new ServletException(
            "it has @Inject, but CDI is not there to make it: add Weld or another CDI to the"
                + " application, and on Jetty enable the module ee10-cdi");
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

    /** By name: the annotation's class may not be there. */
    private static boolean wantsInjection(Class<?> type) {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        boolean found =
            Stream.of(
                    each.getDeclaredFields(),
                    each.getDeclaredMethods(),
                    each.getDeclaredConstructors())
                .<AnnotatedElement>flatMap(Stream::of)
                .flatMap(member -> Stream.of(member.getAnnotations()))
                .anyMatch(one -> one.annotationType().getName().equals("jakarta.inject.Inject"));
        if (found) {
          return true;
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
