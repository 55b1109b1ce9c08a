package org.drafthorse.servlet;

import jakarta.servlet.ServletException;
import java.lang.reflect.InvocationTargetException;
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

    @Override
    public void close() {
      // They hold nothing of ours.
    }
  }
}
