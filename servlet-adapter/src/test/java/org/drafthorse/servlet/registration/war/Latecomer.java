package org.drafthorse.servlet.registration.war;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.drafthorse.ResourceContext;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.WebSocketFilter;

/** Registers a resource at the path that the query string says, when the application runs. */
@WebServlet("/register")
public final class Latecomer extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** For the container. */
  public Latecomer() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    ResourceContext unused =
        WebSocketFilter.registry(getServletContext())
            .register(request.getQueryString(), new WebSocketResource() {});
  }
}
