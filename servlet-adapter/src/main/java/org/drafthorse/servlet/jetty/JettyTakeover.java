package org.drafthorse.servlet.jetty;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.Admission.Admitted;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.Takeover;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Jetty;
import org.eclipse.jetty.util.component.LifeCycle;

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
    this.stopper =
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle event) {
            runtime.stop(patience);
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
  public void takeOver(
      HttpServletRequest request, HttpServletResponse response, Admitted admitted) {
    Request core = environment.coreRequest(request);
    if (core == null) {
      throw new IllegalStateException("the request does not come from Jetty");
    }
    ConnectionMetaData metaData = core.getConnectionMetaData();
    Connection http = metaData.getConnection();
    EndPoint endPoint = http.getEndPoint();
    Connector connector = metaData.getConnector();
    response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
    admitted.answer().headers().forEach(response::setHeader);
    // Taken now: Jetty's parser would eat line ends at the head of what follows the request, and
    // version 00's eight bytes may begin with them.
    ByteBuffer leftover = http instanceof Connection.UpgradeFrom from ? from.onUpgradeFrom() : null;
    JettyConnection connection =
        new JettyConnection(endPoint, connector, admitted.driver(), core.isSecure(), leftover);
    connector.getEventListeners().forEach(connection::addEventListener);
    boolean hasBody = core.getLength() > 0;
    core.addHttpStreamWrapper(stream -> new TakeoverStream(stream, connection, hasBody));
    // Last: the attribute alone upgrades, whatever is answered.
    core.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
  }

  @Override
  public void close() {
    if (server != null) {
      server.removeEventListener(stopper);
    }
  }
}
