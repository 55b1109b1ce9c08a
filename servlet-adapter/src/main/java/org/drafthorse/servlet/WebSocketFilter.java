package org.drafthorse.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.runtime.Admission;
import org.drafthorse.runtime.Admission.Admitted;
import org.drafthorse.runtime.Admission.Refused;
import org.drafthorse.runtime.WebSocketRuntime;

/**
 * Answers WebSocket requests and passes everything else down the chain.
 *
 * <p>Where it stands among the filters is the application's choice: filters that are mapped before
 * it see upgrade requests first, as a security filter must.
 *
 * <p>Made by a container from web.xml, it takes its settings from init parameters, which the README
 * lists: a name that begins with a slash registers a resource, any other is a setting. It then owns
 * a runtime, and {@code destroy} closes all its connections with 1001. Made by a program, it is
 * given a runtime, and whoever made that starts and stops it.
 *
 * <p>Threads: as the container calls it, several at once. A handshake never waits for the network,
 * but on Tomcat for the last eight bytes of version 00, if the client announces them as a body.
 */
public final class WebSocketFilter implements Filter {

  private static final System.Logger LOG = System.getLogger("org.drafthorse.servlet");

  private static final String REGISTRY = ResourceRegistry.class.getName();

  /** How long connections have to say goodbye when the application goes. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private @Nullable WebSocketRuntime runtime;
  private @Nullable Takeover takeover;
  private UnknownPath unknownPath;
  private @Nullable WebApplication application;
  private @Nullable ServletContext servletContext;

  /** For a container: settings come from init parameters. */
  public WebSocketFilter() {
    this.unknownPath = UnknownPath.NOT_FOUND;
  }

  /** For a program: serves the resources of that runtime. */
  public WebSocketFilter(WebSocketRuntime runtime, UnknownPath unknownPath) {
    this.runtime = Objects.requireNonNull(runtime);
    this.unknownPath = Objects.requireNonNull(unknownPath);
  }

  /**
   * The resources of a web application, for its code to register more: from its listeners on,
   * before the filter is initialised.
   *
   * @param context the web application
   * @throws IllegalArgumentException if a setting of its filter is wrong
   * @throws IllegalStateException if the container does not show its filters to the caller, or if
   *     there is no filter of ours and none will be added
   */
  public static ResourceRegistry registry(ServletContext context) {
    return context.getAttribute(REGISTRY) instanceof ResourceRegistry served
        ? served
        : WebApplication.of(context).registry();
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    ServletContext context = config.getServletContext();
    servletContext = context;
    try {
      takeover = Takeovers.forContainer(context, runtime(config), PATIENCE);
    } catch (ServletException | RuntimeException e) {
      destroy();
      throw e;
    }
    LOG.log(
        System.Logger.Level.INFO,
        "Drafthorse takes connections over {0}, for {1}",
        takeover.way(),
        Takeovers.nameOf(context));
    if (application != null) {
      application.check(FilterMappings.of(context, config.getFilterName()));
    }
  }

  private WebSocketRuntime runtime(FilterConfig config) throws ServletException {
    WebSocketRuntime used = runtime;
    ResourceRegistry registry;
    if (used == null) {
      WebApplication made = application(config);
      application = made;
      used = made.runtime();
      runtime = used;
      unknownPath = made.unknownPath();
      made.start(config.getServletContext());
      registry = made.registry();
    } else {
      registry = used.registry();
    }
    config.getServletContext().setAttribute(REGISTRY, registry);
    return used;
  }

  private static WebApplication application(FilterConfig config) throws ServletException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : Collections.list(config.getInitParameterNames())) {
      parameters.put(name, config.getInitParameter(name));
    }
    try {
      return WebApplication.of(config.getServletContext(), config.getFilterName(), parameters);
    } catch (IllegalArgumentException e) {
      throw new ServletException(e.getMessage(), e);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ServletResponse passedOn = response;
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer
        && canAnswer(http)) {
      HttpServletRequest handshake = way().handshake(http);
      if (asksForWebSocket(handshake)) {
        if (isOurs(handshake)) {
          admit(http, handshake, answer);
          return;
        }
        if (handshake instanceof ConnectRequest) {
          passedOn = new UnknownConnectResponse(answer);
        }
      }
    }
    chain.doFilter(request, passedOn);
  }

  /** What is included is part of another answer, and an error page has its status already. */
  private static boolean canAnswer(HttpServletRequest request) {
    DispatcherType type = request.getDispatcherType();
    return type != DispatcherType.INCLUDE && type != DispatcherType.ERROR;
  }

  private static boolean asksForWebSocket(HttpServletRequest handshake) {
    return handshake instanceof ConnectRequest connect
        ? connect.asksForWebSocket()
        : Requests.asksForWebSocket(handshake);
  }

  private Takeover way() {
    return Objects.requireNonNull(takeover, "the filter was not initialised");
  }

  @Override
  public void destroy() {
    Takeover used = takeover;
    if (used != null) {
      used.close();
    }
    ServletContext context = servletContext;
    if (context != null) {
      context.removeAttribute(REGISTRY);
      if (application != null) {
        application.stop(context, PATIENCE);
      }
    }
  }

  private boolean isOurs(HttpServletRequest request) {
    return unknownPath == UnknownPath.NOT_FOUND
        || used().registry().find(Requests.resourceName(request)) != null;
  }

  private void admit(
      HttpServletRequest request, HttpServletRequest handshake, HttpServletResponse response)
      throws IOException, ServletException {
    if (response.isCommitted()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "A filter before {0} has answered a WebSocket request, and then passed it on",
          WebSocketFilter.class.getName());
      return;
    }
    Takeover way = way();
    RequestHead head = Requests.head(handshake, way.peer(request));
    Admission admission = used().admit(head, way.inability(head));
    if (admission instanceof Refused refused) {
      refuse(response, refused.refusal());
      return;
    }
    Admitted admitted = (Admitted) admission;
    try {
      way.takeOver(request, response, admitted);
    } catch (IOException e) {
      // The client's doing, of which a container may log each in many lines.
      LOG.log(System.Logger.Level.DEBUG, "a client left during its handshake", e);
      admitted.driver().failed(e);
      if (!response.isCommitted()) {
        response.reset();
        refuse(response, new Refusal(400, "the handshake did not come whole"));
      }
    } catch (ServletException | RuntimeException e) {
      admitted.driver().failed(null);
      throw new ServletException("cannot take over the connection: " + e.getMessage(), e);
    } catch (Error e) {
      admitted.driver().failed(e);
      throw e;
    }
  }

  private static void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
    response.setStatus(refusal.status());
    refusal.headers().forEach(response::setHeader);
    // What follows the request may be meant for a WebSocket, and is no request in any case.
    response.setHeader("Connection", "close");
    response.setContentType("text/plain;charset=us-ascii");
    String body = refusal.reason() + "\n";
    response.setContentLength(body.length());
    try {
      response.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalStateException e) {
      // A filter before has asked for the writer.
      response.getWriter().write(body);
    }
  }

  private WebSocketRuntime used() {
    return Objects.requireNonNull(runtime, "the filter was not initialised");
  }
}
