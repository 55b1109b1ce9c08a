package org.drafthorse;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

/** How a resource is registered. Immutable. */
public final class ResourceOptions {

  private static final ResourceOptions DEFAULTS = builder().build();

  private final OriginPolicy origins;
  private final Limits limits;
  private final @Nullable Set<ProtocolVersion> versions;
  private final ListenerMode listenerMode;
  private final @Nullable Executor executor;
  private final boolean mailboxPerConnection;
  private final OverflowPolicy overflowPolicy;
  private final @Nullable Deflate deflate;

  private ResourceOptions(Builder from) {
    this.origins = from.origins;
    this.limits = from.limits;
    this.versions = from.versions;
    this.listenerMode = from.listenerMode;
    this.executor = from.executor;
    this.mailboxPerConnection = from.mailboxPerConnection;
    this.overflowPolicy = from.overflowPolicy;
    this.deflate = from.deflate;
  }

  /**
   * {@link OriginPolicy#sameHost}, default limits, the server's versions, callbacks on an executor.
   */
  public static ResourceOptions defaults() {
    return DEFAULTS;
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Who may connect. */
  public OriginPolicy origins() {
    return origins;
  }

  /** The limits of each connection. */
  public Limits limits() {
    return limits;
  }

  /** The versions that may connect, or null for those of the server. */
  public @Nullable Set<ProtocolVersion> versions() {
    return versions;
  }

  /** Where callbacks run. */
  public ListenerMode listenerMode() {
    return listenerMode;
  }

  /** The executor of {@link ListenerMode#EXECUTOR}, or null for the server's. */
  public @Nullable Executor executor() {
    return executor;
  }

  /** Whether each connection has a mailbox of its own. */
  public boolean mailboxPerConnection() {
    return mailboxPerConnection;
  }

  /** What happens to a client that reads too slowly. */
  public OverflowPolicy overflowPolicy() {
    return overflowPolicy;
  }

  /** How messages are compressed, or null for not at all. */
  public @Nullable Deflate deflate() {
    return deflate;
  }

  /** Collects options; not for several threads. */
  public static final class Builder {
    private OriginPolicy origins = OriginPolicy.sameHost();
    private Limits limits = Limits.defaults();
    private @Nullable Set<ProtocolVersion> versions;
    private ListenerMode listenerMode = ListenerMode.EXECUTOR;
    private @Nullable Executor executor;
    private boolean mailboxPerConnection;
    private OverflowPolicy overflowPolicy = OverflowPolicy.CLOSE;
    private @Nullable Deflate deflate;

    private Builder() {}

    /** Who may connect; by default pages of the same host, and clients that are no browser. */
    public Builder origins(OriginPolicy policy) {
      origins = Objects.requireNonNull(policy);
      return this;
    }

    /** The limits of each connection. */
    public Builder limits(Limits value) {
      limits = Objects.requireNonNull(value);
      return this;
    }

    /**
     * The versions that may connect, instead of those of the server.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Builder versions(Set<ProtocolVersion> value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("a resource needs at least one protocol version");
      }
      versions = Collections.unmodifiableSet(EnumSet.copyOf(value));
      return this;
    }

    /** Where callbacks run. */
    public Builder listenerMode(ListenerMode mode) {
      listenerMode = Objects.requireNonNull(mode);
      return this;
    }

    /**
     * Runs callbacks here, for instance on virtual threads: {@link ListenerMode#EXECUTOR}.
     *
     * <p>An executor may refuse by throwing whatever it likes: then callbacks wait and it is asked
     * again every tenth of a second, with one line in the log if that goes on. What it takes and
     * does not run for ten seconds it is asked for again, and ever less often. One that runs tasks
     * on the thread that submits them has callbacks run on threads that read, write or keep time,
     * and those must not block.
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value);
      listenerMode = ListenerMode.EXECUTOR;
      return this;
    }

    /**
     * Gives each connection its own mailbox: callbacks of different connections then run at once,
     * and the handler has to be thread-safe. Custom messages and tasks keep the resource's mailbox.
     */
    public Builder mailboxPerConnection(boolean value) {
      mailboxPerConnection = value;
      return this;
    }

    /** What happens to a client that reads too slowly. */
    public Builder overflowPolicy(OverflowPolicy value) {
      overflowPolicy = Objects.requireNonNull(value);
      return this;
    }

    /** Compresses messages for clients that offer permessage-deflate; null, the default: never. */
    public Builder deflate(@Nullable Deflate value) {
      deflate = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if an own listener should serve a mailbox per connection
     */
    public ResourceOptions build() {
      if (listenerMode == ListenerMode.OWN && mailboxPerConnection) {
        throw new IllegalArgumentException("an own listener drains one mailbox, not one each");
      }
      return new ResourceOptions(this);
    }
  }
}
