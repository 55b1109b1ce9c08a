package org.drafthorse.bench;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** Jetty's own WebSocket API, in its EE 10 servlet context. */
final class JettyEe10Server implements BenchServer {

  private final Set<Session> receivers = ConcurrentHashMap.newKeySet();

  @Override
  public int start() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    JettyWebSocketServletContainerInitializer.configure(
        context, (servletContext, container) -> configure(container));
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }

  private void configure(JettyWebSocketServerContainer container) {
    container.setMaxTextMessageSize(LARGEST_MESSAGE);
    container.setMaxBinaryMessageSize(LARGEST_MESSAGE);
    container.setMaxFrameSize(LARGEST_MESSAGE);
    container.addMapping(ECHO, (request, response) -> new Echo());
    container.addMapping(BROADCAST, (request, response) -> new Broadcast());
  }

  /** Public for Jetty, which looks for its methods. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      getSession().sendText(text, Callback.NOOP);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      getSession().sendBinary(payload, callback);
    }
  }

  /** Public for Jetty, which looks for its methods. */
  public final class Broadcast extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      receivers.add(session);
    }

    @Override
    public void onWebSocketText(String text) {
      for (Session each : receivers) {
        each.sendText(text, Callback.NOOP);
      }
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
      receivers.remove(getSession());
      callback.succeed();
    }
  }
}
