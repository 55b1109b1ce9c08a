package org.drafthorse.servlet.registration.war.cdi;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.drafthorse.servlet.registration.Ledger;

/** What else runs in the application. */
public final class Onlookers {

  private Onlookers() {}

  /** Uses the request's bean before our filter does. */
  @WebFilter("/*")
  public static final class Before extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public Before() {}

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Ledger.note("handshakes", "filter " + CDI.current().select(PerRequest.class).get().number());
      chain.doFilter(request, response);
    }
  }

  /** Asks CDI for the type that the query names, and says what it got. */
  @WebServlet("/ask")
  public static final class Asking extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public Asking() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        Class<?> type = Class.forName(request.getQueryString());
        response.getWriter().print("made " + CDI.current().select(type).get().getClass());
      } catch (ClassNotFoundException | RuntimeException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
          response.getWriter().println(each.getMessage());
        }
      }
    }
  }
}
