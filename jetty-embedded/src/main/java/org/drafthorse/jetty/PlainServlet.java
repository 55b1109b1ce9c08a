package org.drafthorse.jetty;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.drafthorse.ResourceRegistry;

/**
 * Answers requests that ask for no WebSocket: pages by their exact path, 426 where there is a
 * resource, 404 for everything else.
 */
final class PlainServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** Nothing from elsewhere, nothing inline, no frames around it; WebSockets to this server. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'"
          + " ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final StaticPage NO_PLAIN_REQUESTS =
      StaticPage.ofText("this is a WebSocket resource");
  private static final StaticPage ONLY_READING = StaticPage.ofText("only GET and HEAD");
  private static final StaticPage NOTHING = StaticPage.ofText("there is nothing at this path");

  private final transient Map<String, StaticPage> pages;
  private final transient ResourceRegistry registry;

  PlainServlet(Map<String, StaticPage> pages, ResourceRegistry registry) {
    this.pages = pages;
    this.registry = registry;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String method = request.getMethod();
    if (method.equals("GET") || method.equals("HEAD")) {
      super.service(request, response);
    } else {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      ONLY_READING.send(response);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getServletPath();
    StaticPage page = pages.get(path);
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (page != null) {
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("Referrer-Policy", "no-referrer");
      response.setHeader("Cache-Control", "no-cache");
      page.send(response);
    } else if (registry.find(path) != null) {
      response.setHeader("Upgrade", "websocket");
      response.setHeader("Connection", "Upgrade");
      response.setStatus(426);
      NO_PLAIN_REQUESTS.send(response);
    } else {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      NOTHING.send(response);
    }
  }
}
