package org.drafthorse.servlet.jetty;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.Admission.Admitted;
import org.drafthorse.runtime.Stop;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.ConnectRequest;
import org.drafthorse.servlet.Takeover;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Jetty;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Takes connections over through Jetty's upgrade attribute, found through any wrapper of the
 * request. Also stops the runtime when the server does, while connections can still be told.
 */
public final class JettyTakeover implements Takeover {

  private final Environment environment;
  private final String way;
  private final @Nullable Server server;
  private final LifeCycle.Listener stopper;

  /**
   * Watches the server of that web application.
   *
   * @param packageName of its environment, such as {@code org.eclipse.jetty.ee10}
   * @param patience how long connections have when the server stops
   * @throws ReflectiveOperationException if this release of Jetty is not known
   */
  public JettyTakeover(
      ServletContext context, String packageName, WebSocketRuntime runtime, Duration patience)
      throws ReflectiveOperationException {
    this.environment = new Environment(packageName);
    this.server = environment.server(context);
    this.way =
        "through the upgrade of Jetty "
            + Jetty.VERSION
            + (getClass().getClassLoader() == Takeover.class.getClassLoader()
                ? ", whose classes it sees"
                : ", whose classes a class loader of its own shows to it");
    Stop stop = new Stop();
    this.stopper =
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle event) {
            // Even a callback waits: behind this Jetty closes all connections.
            stop.runAndWait(() -> runtime.stop(patience));
          }
        };
    if (server != null) {
      server.addEventListener(stopper);
    }
  }

  @Override
  public String way() {
    return way;
  }

  @Override
  public HttpServletRequest handshake(HttpServletRequest request) {
    if (!"CONNECT".equals(request.getMethod())) {
      return request;
    }
    Request core = environment.coreRequest(request);
    TunnelSupport tunnel = core == null ? null : core.getTunnelSupport();
    if (core == null || tunnel == null || !HttpUpgrade.isHttp2(core)) {
      return request;
    }
    Scheduler scheduler = core.getConnectionMetaData().getConnector().getScheduler();
    core.addHttpStreamWrapper(stream -> new ConnectStream(stream, tunnel.getEndPoint(), scheduler));
    String protocol = tunnel.getProtocol();
    return protocol == null
        ? request
        : new ConnectRequest(request, protocol, core.getHttpURI().getAuthority());
  }

  @Override
  public @Nullable InetSocketAddress peer(HttpServletRequest request) {
    Request core = environment.coreRequest(request);
    SocketAddress address =
        core == null ? null : core.getConnectionMetaData().getRemoteSocketAddress();
    return address instanceof InetSocketAddress inet ? inet : null;
  }

  @Override
  public void takeOver(
      HttpServletRequest request, HttpServletResponse response, Admitted admitted) {
    Request core = environment.coreRequest(request);
    if (core == null) {
      throw new IllegalStateException("the request does not come from Jetty");
    }
    response.setStatus(admitted.answer().status());
    admitted.answer().headers().forEach(response::setHeader);
    HttpUpgrade.prepare(core, admitted);
  }

  @Override
  public void close() {
    if (server != null) {
      server.removeEventListener(stopper);
    }
  }
}
