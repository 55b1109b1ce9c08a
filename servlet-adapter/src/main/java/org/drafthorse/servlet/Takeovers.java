package org.drafthorse.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.time.Duration;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.jetty.JettyTakeover;

/**
 * Finds out which container this is. Names no container's class outside the branch that found it.
 */
final class Takeovers {

  private static final String JETTY_REQUEST =
      "org.eclipse.jetty.ee10.servlet.ServletContextRequest";

  private Takeovers() {}

  /**
   * The takeover for the container of that web application.
   *
   * @param patience how long connections have when the container stops
   * @throws ServletException if there is none
   */
  static Takeover forContainer(ServletContext context, WebSocketRuntime runtime, Duration patience)
      throws ServletException {
    if (!isVisible(JETTY_REQUEST)) {
      throw new ServletException(
          "Drafthorse does not see Jetty's classes in "
              + context.getServerInfo()
              + ". On Jetty the web application needs a WEB-INF/jetty-web.xml that adds"
              + " -org.eclipse.jetty. to its hiddenClassMatcher, see the README");
    }
    return new JettyTakeover(context, runtime, patience);
  }

  private static boolean isVisible(String className) {
    try {
      return Class.forName(className, false, Takeovers.class.getClassLoader()) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
