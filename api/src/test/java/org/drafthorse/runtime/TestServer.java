package org.drafthorse.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceListener;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketResource;

/**
 * A runtime without a container, whose time stands still until {@link #advance}. Own listeners get
 * their thread.
 */
public final class TestServer implements AutoCloseable {

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final WebSocketRuntime runtime;
  private final List<ResourceListener> listeners = new ArrayList<>();

  public TestServer() {
    this(builder -> builder);
  }

  /** With settings. */
  public TestServer(UnaryOperator<WebSocketRuntime.Builder> settings) {
    WebSocketRuntime.Builder builder =
        WebSocketRuntime.builder()
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .nanoTime(nanos::get);
    runtime = settings.apply(builder).build();
  }

  public WebSocketRuntime runtime() {
    return runtime;
  }

  public ResourceContext register(String path, WebSocketResource resource, Setup setup) {
    return register(path, resource, setup.options().build());
  }

  /** Registers, and starts a listener if the resource needs one. */
  public ResourceContext register(
      String path, WebSocketResource resource, ResourceOptions options) {
    ResourceContext context = runtime.registry().register(path, resource, options);
    if (options.listenerMode() == ListenerMode.OWN) {
      listen(context);
    }
    return context;
  }

  /** Starts a listener on a thread of its own. */
  public Thread listen(ResourceContext context) {
    ResourceListener listener = context.listener();
    listeners.add(listener);
    Thread thread = new Thread(listener, "own-listener");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Stops all listeners. */
  public void stopListening() {
    listeners.forEach(ResourceListener::close);
    listeners.clear();
  }

  public FakeClient connect(String path) {
    return FakeClient.connect(runtime, path);
  }

  public FakeClient connect(String path, ProtocolVersion version, FakeTransport.Mode mode) {
    return FakeClient.connect(runtime, path, version, mode);
  }

  /** Moves the time on and sweeps once. */
  public void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
    runtime.tick();
  }

  /** Deflaters and inflaters in use. */
  public int zipsInUse() {
    return runtime.compression().inUse();
  }

  /** Waits until no client, no buffer and no byte is held. */
  public void awaitNothingHeld() {
    Await.until("no client", () -> runtime.clientCount() == 0);
    Await.until("no buffer: " + runtime.buffersInUse(), () -> runtime.buffersInUse() == 0);
    Await.until("no byte: " + runtime.heldBytes(), () -> runtime.heldBytes() == 0);
  }

  @Override
  public void close() {
    runtime.stop(Duration.ZERO);
    stopListening();
  }
}
