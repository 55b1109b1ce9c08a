package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.UnknownPath;
import org.drafthorse.servlet.WebSocketFilter;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server that knows all that it has lent out, and tells at its end what did not come back. */
final class TrackedServer implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final LogTrap log = new LogTrap();
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
  private final List<String> descriptorsBefore = Descriptors.now();
  private final ArrayByteBufferPool.Tracking pool = new ArrayByteBufferPool.Tracking();
  private final WebSocketRuntime runtime;
  private final Server server;
  private final ServerConnector connector;

  /** Serves the resources that are registered with that runtime, for all paths. */
  TrackedServer(Consumer<WebSocketRuntime> resources) throws Exception {
    this(resources, context -> {});
  }

  /** Also lets the test change the context, before the filter is added at its end. */
  TrackedServer(Consumer<WebSocketRuntime> resources, Consumer<ServletContextHandler> application)
      throws Exception {
    this(resources, application, connector -> {});
  }

  /** Also lets the test change what is spoken on the port. */
  TrackedServer(
      Consumer<WebSocketRuntime> resources,
      Consumer<ServletContextHandler> application,
      Consumer<ServerConnector> protocols)
      throws Exception {
    runtime = WebSocketRuntime.builder().versions(EnumSet.allOf(ProtocolVersion.class)).build();
    resources.accept(runtime);
    runtime.start();
    QueuedThreadPool threads = new QueuedThreadPool(50);
    threads.setName("wire-" + NUMBERS.incrementAndGet());
    server = new Server(threads);
    connector = new ServerConnector(server, null, null, pool, 1, 2, new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    connector.setAcceptedSendBufferSize(64 * 1024);
    protocols.accept(connector);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/", false, false);
    application.accept(context);
    FilterHolder filter = new FilterHolder(new WebSocketFilter(runtime, UnknownPath.NOT_FOUND));
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  WebSocketRuntime runtime() {
    return runtime;
  }

  void awaitNoClients() {
    Await.until(
        () -> runtime.clientCount() + " clients to be gone", () -> runtime.clientCount() == 0);
  }

  /** No connection holds a buffer to read into. */
  void awaitReadBuffersBack() {
    Await.until(() -> "leaks: " + leaks(), () -> leaks().isEmpty());
  }

  /**
   * What did not come back, or came back twice. A request that Jetty's own parser refuses is
   * answered on another thread, and both release its buffer now and then: where no line of ours
   * took part, a buffer that came back is back.
   */
  private List<String> leaks() {
    return pool.getLeaks().stream()
        .map(ArrayByteBufferPool.Tracking.TrackedBuffer::dump)
        .filter(each -> each.contains("org.drafthorse.") || !each.contains("Over-released by"))
        .toList();
  }

  /** Nothing is queued, half read or lent out: what clients may be there are idle. */
  void awaitNoBuffers() {
    Await.until(() -> runtime.buffersInUse() + " chunks", () -> runtime.buffersInUse() == 0);
    Await.until(() -> runtime.heldBytes() + " bytes held", () -> runtime.heldBytes() == 0);
    awaitReadBuffersBack();
  }

  /** Checks that everything came back, before and after the stop. */
  @Override
  public void close() {
    try {
      awaitNoClients();
      awaitNoBuffers();
    } finally {
      runtime.stop(Duration.ofSeconds(1));
      LifeCycle.stop(server);
      log.close();
    }
    Await.until(() -> "no thread is left: " + newThreads(), () -> newThreads().isEmpty());
    Await.until(
        () -> "no descriptor is left: " + Descriptors.now() + " after " + descriptorsBefore,
        () -> Descriptors.now().size() <= descriptorsBefore.size());
    assertThat(log.scandals()).isEmpty();
  }

  private List<Thread> newThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> !threadsBefore.contains(each))
        .filter(each -> each.getName().startsWith("wire-") || each.getName().startsWith("draftho"))
        .toList();
  }
}
