package org.drafthorse.servlet.registration.war.order;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What is behind all filters; answers by and by. */
@WebServlet(value = "/*", asyncSupported = true)
public final class EndOfChain extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** For the container. */
  public EndOfChain() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext later = request.startAsync();
    response.setStatus(299);
    later.complete();
  }
}
