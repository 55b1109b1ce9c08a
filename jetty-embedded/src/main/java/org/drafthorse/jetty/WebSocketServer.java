package org.drafthorse.jetty;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.Stop;
import org.drafthorse.runtime.WebSocketRuntime;

/**
 * A server that does nothing but WebSocket: resources by path, on one address.
 *
 * <pre>{@code
 * try (WebSocketServer server =
 *     WebSocketServer.builder().port(12345).resource("/echo", new EchoResource()).build()) {
 *   server.start();
 *   server.join();
 * }
 * }</pre>
 *
 * <p>It starts once and stops once; build another one to start again. Any thread may call every
 * method. While it runs, its threads keep the JVM alive.
 */
public final class WebSocketServer implements AutoCloseable {

  private final Builder settings;
  private final WebSocketRuntime runtime;
  private final Stop stop = new Stop();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile @Nullable JettyServer jetty;

  private WebSocketServer(Builder settings) {
    this.settings = settings;
    this.runtime = settings.runtime.build();
    ResourceOptions defaults = settings.defaults.build();
    settings.resources.forEach(
        (path, each) -> registry().register(path, each.handler(), each.optionsOr(defaults)));
  }

  /** Starts from the defaults, which are named at each setter. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Binds the address and serves; returns when clients can connect.
   *
   * @throws IOException if the address cannot be resolved or bound, or the keystore cannot be used:
   *     one line that says which; nothing is left running then, and this server is used up
   * @throws IllegalStateException if it was started or stopped before
   */
  public void start() throws IOException {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a server starts once; build another one");
    }
    try {
      synchronized (this) {
        if (stop.hasBegun()) {
          throw new IllegalStateException("a server that was stopped does not start");
        }
        jetty = JettyServer.start(settings, runtime);
        runtime.start();
      }
    } catch (IOException | RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  /**
   * Closes all clients with 1001, waits for their goodbyes up to {@link Builder#stopPatience}, then
   * gives up the address and ends all threads. The second time it waits for the first; a callback
   * waits for nothing, and one that never ends is soon left to itself, with its thread.
   */
  public void stop() {
    stop.run(this::end);
  }

  private void end() {
    JettyServer running;
    synchronized (this) {
      // A start that is under way comes to its end.
      running = jetty;
    }
    long end = System.nanoTime() + settings.stopPatience.toNanos();
    runtime.stop(settings.stopPatience);
    if (running != null) {
      running.stop(Duration.ofNanos(end - System.nanoTime()));
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** Waits until the server has been stopped, started or not; its callbacks had better not. */
  public void join() throws InterruptedException {
    stop.await();
  }

  /**
   * The TCP port that it listens on, the real one where 0 was asked for; still known after stop.
   *
   * @throws IllegalStateException if it was not started
   */
  public int port() {
    return jetty().port();
  }

  /**
   * Where clients connect, such as {@code ws://127.0.0.1:12345/}; resolve a resource's path against
   * it. A server on all addresses is named by {@code localhost}.
   *
   * @throws IllegalStateException if it was not started
   */
  public URI uri() {
    return jetty().uri(settings.keystore == null ? "ws" : "wss");
  }

  /**
   * The resources; more can be registered, and some taken away, at any time. Those registered here
   * without options get {@link ResourceOptions#defaults()}, not the builder's.
   */
  public ResourceRegistry registry() {
    return runtime.registry();
  }

  /** How many clients are connected or connecting. */
  public int clientCount() {
    return runtime.clientCount();
  }

  private JettyServer jetty() {
    return Optional.ofNullable(jetty)
        .orElseThrow(() -> new IllegalStateException("the server was not started"));
  }

  /** Collects settings; not for several threads. Each setter refuses what makes no sense. */
  public static final class Builder extends ServerSettings {
    private final ResourceOptions.Builder defaults = ResourceOptions.builder();
    private final WebSocketRuntime.Builder runtime = WebSocketRuntime.builder();
    private final Map<String, Registration> resources = new LinkedHashMap<>();

    private Builder() {}

    /** The name or IP literal to listen on; by default 127.0.0.1, {@code 0.0.0.0} for all. */
    public Builder host(String value) {
      host = Objects.requireNonNull(value);
      return this;
    }

    /** The TCP port, 0 to 65535; 0, the default, takes any that is free. */
    public Builder port(int value) {
      if (value < 0 || value > 65_535) {
        throw new IllegalArgumentException("port is 0 to 65535, not " + value);
      }
      port = value;
      return this;
    }

    /** How many connections the system may hold that were not accepted yet; 1,024 by default. */
    public Builder backlog(int connections) {
      if (connections < 1) {
        throw new IllegalArgumentException("backlog is at least 1, not " + connections);
      }
      backlog = connections;
      return this;
    }

    /** How many clients may be connected, over all resources; more get 503. 10,000 by default. */
    public Builder maxClients(int clients) {
      runtime.maxClients(clients);
      maxClients = clients;
      return this;
    }

    /**
     * How long a request's head, behind TLS's handshake, may take to come whole: from the beginning
     * of a connection, later from its first byte on. 10 seconds by default, precise to half of one.
     */
    public Builder headTimeout(Duration value) {
      headTimeout = positive("headTimeout", value);
      return this;
    }

    /** The limits of resources that are registered here without options. */
    public Builder limits(Limits value) {
      defaults.limits(value);
      return this;
    }

    /** Who may connect to resources that are registered here without options; the same host. */
    public Builder origins(OriginPolicy policy) {
      defaults.origins(policy);
      return this;
    }

    /** The protocol versions that may connect, at least one; by default 13, 8 and 7. */
    public Builder versions(Set<ProtocolVersion> value) {
      runtime.versions(value);
      return this;
    }

    /** Serves over TLS alone, with the key in this keystore (PKCS 12 or JKS). */
    public Builder tls(Path file, char[] password) {
      keystore = Objects.requireNonNull(file);
      keystorePassword = password.clone();
      return this;
    }

    /**
     * Whether clients may come over HTTP/2 too, each as a stream (RFC 8441), on the same port: in
     * the clear, with prior knowledge, unless TLS is on. Off by default.
     */
    public Builder http2(boolean value) {
      http2 = value;
      return this;
    }

    /**
     * Runs callbacks of resources that name no executor; by default threads of the server's, 200 at
     * most: what more of them would block waits.
     */
    public Builder executor(Executor value) {
      runtime.executor(Objects.requireNonNull(value));
      return this;
    }

    /** Proxies that are believed, see {@link WebSocketRuntime.Builder#trustedProxies}; none. */
    public Builder trustedProxies(String... addressesAndRanges) {
      runtime.trustedProxies(addressesAndRanges);
      return this;
    }

    /** How long clients have to say goodbye when the server stops; 5 seconds by default. */
    public Builder stopPatience(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("stopPatience is not negative, not " + value);
      }
      stopPatience = value;
      return this;
    }

    /** How resources that are registered here without options compress; by default not at all. */
    public Builder deflate(@Nullable Deflate value) {
      defaults.deflate(value);
      return this;
    }

    /** Registers a resource with what this builder has for those without options. */
    public Builder resource(String path, WebSocketResource handler) {
      return add(path, new Registration(Objects.requireNonNull(handler), null));
    }

    /** Registers a resource with options of its own. */
    public Builder resource(String path, WebSocketResource handler, ResourceOptions options) {
      return add(path, new Registration(Objects.requireNonNull(handler), options));
    }

    /** Answers plain requests for these paths. */
    Builder pages(Map<String, StaticPage> byPath) {
      pages = Map.copyOf(byPath);
      return this;
    }

    /**
     * The server, not started, with its resources registered.
     *
     * @throws IllegalArgumentException if a resource's path is malformed
     */
    public WebSocketServer build() {
      return new WebSocketServer(this);
    }

    private Builder add(String path, Registration registration) {
      if (resources.putIfAbsent(path, registration) != null) {
        throw new IllegalStateException("there is a resource at " + path + " already");
      }
      return this;
    }
  }
}
