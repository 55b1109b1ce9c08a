package org.drafthorse.jetty;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.UnknownPath;
import org.drafthorse.servlet.WebSocketFilter;
import org.drafthorse.servlet.jetty.UpgradeHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with as little around it as WebSocket needs: a connector, a filter, and a few pages. */
final class JettyServer {

  private static final int MOST_THREADS = 200;

  /** One accepts; it waits where a selector would spin when the process is out of descriptors. */
  private static final int ACCEPTORS = 1;

  /** How many connections may come on top of the clients: for pages, refusals and handshakes. */
  private static final int PLAIN_CONNECTIONS = 1000;

  /** How long Jetty's own threads have to end; interrupted after half of it. */
  private static final long THREADS_PATIENCE_MILLIS = 2000;

  /**
   * How long Jetty as a whole has to stop, which takes it no time, unless a callback is in its way.
   */
  private static final long LEAST_PATIENCE_MILLIS = THREADS_PATIENCE_MILLIS + 1000;

  private final Server server;
  private final InetSocketAddress address;
  private final int port;

  private JettyServer(Server server, InetSocketAddress address, int port) {
    this.server = server;
    this.address = address;
    this.port = port;
  }

  /**
   * Starts a server for that runtime.
   *
   * @throws IOException with one line for the user; nothing is left running
   */
  static JettyServer start(WebSocketServer.Builder settings, WebSocketRuntime runtime)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.host, settings.port);
    if (address.isUnresolved()) {
      throw new IOException("cannot resolve the host " + settings.host);
    }
    Server server = new Server(threads(), null, readBuffers());
    // Resources answer by WebSocket: a selector each keeps a client's messages on one core.
    int selectors = Runtime.getRuntime().availableProcessors();
    ConnectionFactory[] factories = Protocols.factories(settings);
    boolean plain = settings.keystore == null && !settings.http2;
    ServerConnector connector =
        plain
            ? new AcceptingConnector(server, ACCEPTORS, selectors, factories)
            : new ServerConnector(server, null, null, null, ACCEPTORS, selectors, factories);
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(settings.port);
    connector.setAcceptQueueSize(settings.backlog);
    server.addConnector(connector);
    // Those that never send a request count for no limit of ours.
    int most = (int) Math.min(Integer.MAX_VALUE, (long) settings.maxClients + PLAIN_CONNECTIONS);
    NetworkConnectionLimit connections = new NetworkConnectionLimit(most, connector);
    server.addBean(connections);
    connector.addBean(new HeadTimeouts(settings.headTimeout, connections));
    server.setHandler(
        new UpgradeHandler(
            runtime,
            context(settings, runtime),
            plain ? InvocationType.NON_BLOCKING : InvocationType.BLOCKING));
    server.setErrorHandler(new PlainErrors());
    try {
      // First, so that a port in use costs nothing.
      connector.open();
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new IOException(explain(e, settings), e);
    }
    return new JettyServer(server, address, connector.getLocalPort());
  }

  int port() {
    return port;
  }

  URI uri(String scheme) {
    return URI.create(scheme + "://" + literal(address.getAddress()) + ":" + port + "/");
  }

  /**
   * Gives up the address and ends all threads. Jetty waits for its selectors as long as it takes:
   * if a DIRECT callback holds one up, the rest is left to a thread that ends with it.
   *
   * @param patience how long to wait at the most, if it is not very short
   */
  void stop(Duration patience) {
    Thread stopping = new Thread(() -> stop(server), "drafthorse-jetty-stop");
    stopping.setDaemon(true);
    try {
      stopping.start();
    } catch (OutOfMemoryError e) {
      stop(server);
      return;
    }
    try {
      stopping.join(Math.max(patience.toMillis(), LEAST_PATIENCE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (stopping.isAlive()) {
      warn("a callback goes on and holds up an I/O thread, though the server has stopped", null);
      if (server.getConnectors()[0] instanceof AcceptingConnector) {
        // Its selectors have threads of their own; these would keep the JVM alive.
        LifeCycle.stop(server.getThreadPool());
      }
    }
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      warn("Jetty did not stop in order", e);
    }
    // Opened but never started, it is nobody's to close.
    for (var each : server.getConnectors()) {
      ((ServerConnector) each).close();
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(MOST_THREADS);
    pool.setName("drafthorse-jetty");
    pool.setStopTimeout(THREADS_PATIENCE_MILLIS);
    return pool;
  }

  private static void warn(String message, @Nullable Exception cause) {
    System.getLogger(WebSocketServer.class.getName())
        .log(System.Logger.Level.WARNING, message, cause);
  }

  /** Jetty's default keeps buffers of up to 64 KiB, which is less than we read at once. */
  private static ByteBufferPool readBuffers() {
    return new ArrayByteBufferPool(0, -1, UpgradeHandler.MOST_READ_BYTES);
  }

  private static ServletContextHandler context(
      WebSocketServer.Builder settings, WebSocketRuntime runtime) {
    ServletContextHandler context =
        new ServletContextHandler(
            "/", ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
    FilterHolder filter = new FilterHolder(new WebSocketFilter(runtime, UnknownPath.NOT_FOUND));
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.setErrorHandler(new PlainErrors());
    PlainServlet plain = new PlainServlet(settings.pages, runtime.registry());
    context.addServlet(new ServletHolder(plain), "/");
    return context;
  }

  private static String explain(Exception e, WebSocketServer.Builder settings) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    String where = settings.host + ":" + settings.port;
    return cause == null
        ? "cannot serve on " + where + ": " + e.getMessage()
        : "cannot listen on " + where + ": " + cause.getMessage();
  }

  private static String literal(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return "localhost";
    }
    String text = address.getHostAddress();
    return text.indexOf(':') < 0 ? text : "[" + text.replaceFirst("%.*", "") + "]";
  }
}
