package org.drafthorse.servlet.registration.war.around;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Does before or behind the WebSocket filter what it should not, as the header X-Spoil says. */
public final class Spoiler implements Filter {

  /** For the container. */
  public Spoiler() {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String order = ((HttpServletRequest) request).getHeader("X-Spoil");
    HttpServletResponse answer = (HttpServletResponse) response;
    before(order == null ? "" : order, request, answer);
    if ("include".equals(order)) {
      request.getRequestDispatcher("/greeter").include(request, response);
      return;
    }
    if ("401".equals(order)) {
      answer.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    chain.doFilter(request, response);
    behind(order == null ? "" : order, answer);
  }

  private static void before(String order, ServletRequest request, HttpServletResponse answer)
      throws IOException {
    switch (order) {
      case "commit" -> {
        answer.getOutputStream().print("early");
        answer.flushBuffer();
      }
      case "reader" -> request.getReader();
      case "writer" -> answer.getWriter();
      default -> {
        // Nothing before.
      }
    }
  }

  private static void behind(String order, HttpServletResponse answer)
      throws IOException, ServletException {
    switch (order) {
      case "exception" -> throw new ServletException("as ordered");
      case "error" -> answer.sendError(HttpServletResponse.SC_FORBIDDEN);
      case "status" -> answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
      case "reset" -> answer.reset();
      case "body" -> answer.getOutputStream().print("late");
      default -> {
        // Nothing behind.
      }
    }
  }
}
