package org.drafthorse.servlet.jetty;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.drafthorse.Nullable;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;

/**
 * The two ways from the Servlet API into Jetty's core. EE 10 and EE 11 have them in classes of the
 * same names in packages of their own.
 */
final class Environment {

  private final MethodHandle coreRequest;
  private final MethodHandle contextHandler;

  /**
   * Looks them up.
   *
   * @param packageName such as {@code org.eclipse.jetty.ee10}
   */
  Environment(String packageName) throws ReflectiveOperationException {
    coreRequest =
        lookUp(
            packageName + ".servlet.ServletContextRequest",
            "getServletContextRequest",
            ServletRequest.class,
            Request.class);
    contextHandler =
        lookUp(
            packageName + ".servlet.ServletContextHandler",
            "getServletContextHandler",
            ServletContext.class,
            ContextHandler.class);
  }

  /** Found through any wrapper; null if it is no request of Jetty's. */
  @Nullable
  Request coreRequest(ServletRequest request) {
    try {
      return (Request) coreRequest.invokeExact(request);
    } catch (IllegalStateException e) {
      return null;
    } catch (Throwable e) {
      throw new LinkageError("Jetty's request", e);
    }
  }

  @Nullable
  Server server(ServletContext context) {
    try {
      ContextHandler handler = (ContextHandler) contextHandler.invokeExact(context);
      return handler == null ? null : handler.getServer();
    } catch (Throwable e) {
      throw new LinkageError("Jetty's context", e);
    }
  }

  private static MethodHandle lookUp(String owner, String name, Class<?> from, Class<?> to)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(owner, true, Environment.class.getClassLoader());
    Method method = type.getMethod(name, from);
    return MethodHandles.publicLookup().unreflect(method).asType(MethodType.methodType(to, from));
  }
}
