package org.drafthorse.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.time.Duration;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.standard.StandardTakeover;

/**
 * Finds out which container this is. Jetty's own upgrade is the way on Jetty, whose {@code
 * HttpServletRequest.upgrade} loses input; the standard one is for all others, where nothing here
 * so much as asks for a class of Jetty's.
 */
final class Takeovers {

  private static final String JETTY = "org.eclipse.jetty.";

  private Takeovers() {}

  /**
   * The takeover for the container of that web application.
   *
   * @param patience how long connections have when the container stops
   * @throws ServletException if there is none
   */
  static Takeover forContainer(ServletContext context, WebSocketRuntime runtime, Duration patience)
      throws ServletException {
    if (!context.getClass().getName().startsWith(JETTY)) {
      return new StandardTakeover(context, runtime);
    }
    String environment = environment(context);
    if (environment == null) {
      throw new ServletException(
          "Drafthorse needs Jetty's environment EE 10 or EE 11, and this web application runs in"
              + " another: "
              + context.getClass().getName());
    }
    ClassLoader own = Takeovers.class.getClassLoader();
    boolean visible = JettyBridge.seesTheContainersClasses(own, context, environment);
    ClassLoader loader = visible ? own : new JettyBridge(own, context.getClass().getClassLoader());
    try {
      return Class.forName("org.drafthorse.servlet.jetty.JettyTakeover", true, loader)
          .asSubclass(Takeover.class)
          .getConstructor(
              ServletContext.class, String.class, WebSocketRuntime.class, Duration.class)
          .newInstance(context, environment, runtime, patience);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ServletException(
          "Drafthorse cannot use the upgrade of " + context.getServerInfo() + ": " + e, e);
    }
  }

  /** For the log: the context path. */
  static String nameOf(ServletContext context) {
    return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
  }

  /** Such as {@code org.eclipse.jetty.ee10}, or null. */
  private static @Nullable String environment(ServletContext context) {
    String name = context.getClass().getName();
    for (String each : new String[] {"ee10", "ee11"}) {
      if (name.startsWith(JETTY + each + ".")) {
        return JETTY + each;
      }
    }
    return null;
  }
}
