package org.drafthorse.runtime;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.engine.ArrayPool;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.engine.proxy.TrustedProxies;

/**
 * All that the connections of one server or web application share: the registry, the executor for
 * callbacks, the clock, the budget. An adapter makes one, asks it to {@link #admit} each client,
 * and {@linkplain #stop stops} it in the end. Any thread.
 */
public final class WebSocketRuntime {

  /** Direct memory is by default as large as the heap, and others need some as well. */
  private static final int MOST_DIRECT_CHUNKS =
      (int) Math.min(4096, Runtime.getRuntime().maxMemory() / 8 / BufferPool.CHUNK_BYTES);

  private final Set<ProtocolVersion> versions;
  private final CallbackLoader loader;
  private final Threads threads;
  private final Clock clock;
  private final ByteBudget budget;
  private final BufferPool pool = new BufferPool(MOST_DIRECT_CHUNKS);
  private final ArrayPool arrays = new ArrayPool(Runtime.getRuntime().maxMemory() / 32);
  private final Resources resources = new Resources(this);
  private final TrustedProxies proxies;
  private final Set<String> requestAttributes;
  private final Doorkeeper doorkeeper = new Doorkeeper(this);
  private final FloodLog flood = new FloodLog();
  private final Clients clients;
  private final Compression compression;
  private final Stop stop = new Stop();

  private WebSocketRuntime(Builder from) {
    this.versions = Collections.unmodifiableSet(EnumSet.copyOf(from.versions));
    this.proxies = from.proxies;
    this.requestAttributes = from.requestAttributes;
    this.clients = new Clients(from.maxClients);
    this.loader = new CallbackLoader(from.loader);
    this.clock = new Clock(from.nanoTime);
    this.budget = new ByteBudget(from.budgetBytes, clients::evictLargest);
    this.compression = new Compression(budget::limit);
    this.threads = new Threads(from.executor);
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The resources. */
  public ResourceRegistry registry() {
    return resources;
  }

  /** Decides about a client; says why in the log if it is refused. */
  public Admission admit(RequestHead head) {
    return doorkeeper.admit(head);
  }

  /**
   * Whether {@link #admit} calls nothing for that path that may block: there is no resource, or one
   * whose author promises that.
   */
  public boolean admitsAtOnce(String resourceName) {
    RegisteredResource resource = resources.get(resourceName);
    return resource == null || resource.options().listenerMode() == ListenerMode.DIRECT;
  }

  /**
   * The same, but an adapter may have found that its container cannot do it.
   *
   * @param inability what to answer then, or null
   */
  public Admission admit(RequestHead head, @Nullable Refusal inability) {
    return inability == null ? admit(head) : doorkeeper.refuse(head, inability);
  }

  /** Starts the sweep over timeouts; before, they stand still. */
  public void start() {
    // Long after it was made, perhaps: the first clients' timeouts begin now.
    clock.tick();
    threads.sweepEvery(Clock.TICK_MILLIS, this::tick);
    Log.started(
        resources.all().stream().map(RegisteredResource::path).toList(),
        versions,
        clients.most() + " clients, " + budget.limit() + " bytes that wait");
  }

  /**
   * Refuses new clients with 503, closes all with 1001, waits until they are gone, and ends those
   * that are not. The second time it waits for the first to be over; from a callback it returns at
   * once, and goes on elsewhere, see {@link Stop}.
   *
   * @param patience how long to wait for them, and for callbacks, which have at least a second
   */
  public void stop(Duration patience) {
    stop.run(() -> end(System.nanoTime() + patience.toNanos()));
  }

  private void end(long end) {
    clients.stop(end);
    resources.all().forEach(RegisteredResource::retire);
    compression.close();
    flood.flush();
    threads.stop(Math.max(end - System.nanoTime(), Duration.ofSeconds(1).toNanos()));
  }

  /**
   * Runs an adapter's task on the executor of callbacks, as soon as that takes it; for what must
   * not run on the caller's thread.
   */
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** How many clients are connected or connecting. */
  public int clientCount() {
    return clients.count();
  }

  /** Output chunks that are out of the pool; 0 when nothing waits to be sent. */
  public int buffersInUse() {
    return pool.inUse();
  }

  /**
   * Bytes that connections hold in mailboxes, half messages, output queues and what a pause of
   * reading left over, roughly.
   */
  public long heldBytes() {
    return budget.used();
  }

  FloodLog flood() {
    return flood;
  }

  Set<ProtocolVersion> versions() {
    return versions;
  }

  TrustedProxies proxies() {
    return proxies;
  }

  Set<String> requestAttributes() {
    return requestAttributes;
  }

  Clients clients() {
    return clients;
  }

  Resources resources() {
    return resources;
  }

  Threads threads() {
    return threads;
  }

  Clock clock() {
    return clock;
  }

  BufferPool pool() {
    return pool;
  }

  ArrayPool arrays() {
    return arrays;
  }

  Compression compression() {
    return compression;
  }

  ByteBudget budget() {
    return budget;
  }

  CallbackLoader loader() {
    return loader;
  }

  /** One sweep. */
  void tick() {
    long now = clock.tick();
    threads.look(now);
    resources.all().forEach(each -> each.watch(now));
    clients.tick(now);
    budget.look();
    flood.look(now);
  }

  /** Collects settings; not for several threads. */
  public static final class Builder {
    private Set<ProtocolVersion> versions = ProtocolVersion.defaults();
    private int maxClients = 10_000;
    private long budgetBytes;
    private TrustedProxies proxies = TrustedProxies.of(List.of());
    private Set<String> requestAttributes = Set.of();
    private @Nullable ClassLoader loader;
    private @Nullable Executor executor;
    private LongSupplier nanoTime = new AwakeTime(System::nanoTime);

    private Builder() {}

    /** The versions that may connect, unless a resource says otherwise; by default 13, 8 and 7. */
    public Builder versions(Set<ProtocolVersion> value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("at least one protocol version must be enabled");
      }
      versions = EnumSet.copyOf(value);
      return this;
    }

    /** How many clients may be connected at once, over all resources; 10,000 by default. */
    public Builder maxClients(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("maxClients is at least 1, not " + value);
      }
      maxClients = value;
      return this;
    }

    /**
     * What all connections may hold together, in bytes; by default a quarter of the heap, or a
     * little over three of the largest messages if that is more, but no more than half of the heap.
     */
    public Builder byteBudget(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("the byte budget is at least 1, not " + bytes);
      }
      budgetBytes = bytes;
      return this;
    }

    /**
     * The proxies whose {@code Forwarded} or, without it, {@code X-Forwarded-For}, {@code -Proto},
     * {@code -Host} and {@code -Port} are believed, and from nobody else: read from right to left
     * up to the first address that is none of them. Each has to set, add to or remove these headers
     * itself, since what it hands on as its client wrote it passes for its own. By default none,
     * and a client is whoever connects.
     *
     * @param addressesAndRanges such as {@code 127.0.0.1}, {@code ::1}, {@code 10.0.0.0/8} or
     *     {@code fd00::/8}
     * @throws IllegalArgumentException in one line that names the one that is malformed
     */
    public Builder trustedProxies(String... addressesAndRanges) {
      proxies = TrustedProxies.of(List.of(addressesAndRanges));
      return this;
    }

    /**
     * The request attributes that a handshake keeps, see {@link
     * org.drafthorse.HandshakeRequest#attribute}; by default none.
     *
     * @throws IllegalArgumentException if a name is blank
     */
    public Builder requestAttributes(String... names) {
      if (Arrays.stream(names).anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("the name of a request attribute is blank");
      }
      requestAttributes = Set.copyOf(Arrays.asList(names));
      return this;
    }

    /** The context class loader of callbacks; by default the thread's. */
    public Builder contextClassLoader(ClassLoader value) {
      loader = value;
      return this;
    }

    /** Runs callbacks of resources that name no executor; by default threads of our own. */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /** For tests: time that they move themselves. */
    Builder nanoTime(LongSupplier value) {
      nanoTime = value;
      return this;
    }

    /** The runtime, not started. */
    public WebSocketRuntime build() {
      return new WebSocketRuntime(this);
    }
  }
}
