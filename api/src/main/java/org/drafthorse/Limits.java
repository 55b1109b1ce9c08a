package org.drafthorse;

import java.time.Duration;

/**
 * The limits of each connection of a resource. Immutable; sizes in bytes of payload. A peer that
 * breaks one is closed with the code named here.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>limit</th><th>default</th><th>beyond it</th></tr>
 * <tr><td>maxFrameSize</td><td>maxMessageSize</td><td>1009</td></tr>
 * <tr><td>maxMessageSize</td><td>64 KiB</td><td>1009</td></tr>
 * <tr><td>maxFragments</td><td>1,024</td><td>1009</td></tr>
 * <tr><td>maxClients</td><td>as many as the server takes</td><td>HTTP 503</td></tr>
 * <tr><td>maxPendingMessages</td><td>256</td><td>reading pauses</td></tr>
 * <tr><td>maxPendingBytes</td><td>256 KiB</td><td>reading pauses</td></tr>
 * <tr><td>maxPendingTasks</td><td>10,000</td><td>{@link ResourceContext#execute} and {@code post}
 * refuse</td></tr>
 * <tr><td>maxQueuedBytes</td><td>1 MiB, at least two messages</td><td>{@link OverflowPolicy}</td></tr>
 * <tr><td>handshakeTimeout</td><td>10 s</td><td>the connection ends</td></tr>
 * <tr><td>closeTimeout</td><td>5 s</td><td>the connection ends</td></tr>
 * <tr><td>writeTimeout</td><td>30 s</td><td>the connection ends</td></tr>
 * <tr><td>pingInterval</td><td>25 s</td><td>a ping is sent</td></tr>
 * <tr><td>idleTimeout</td><td>60 s</td><td>1001</td></tr>
 * <tr><td>draft00IdleTimeout</td><td>10 min</td><td>FF 00</td></tr>
 * </table>
 */
public final class Limits {

  private static final int KIB = 1024;
  private static final Limits DEFAULTS = builder().build();

  private final int maxFrameSize;
  private final int maxMessageSize;
  private final int maxFragments;
  private final int maxClients;
  private final int maxPendingMessages;
  private final int maxPendingBytes;
  private final int maxPendingTasks;
  private final long maxQueuedBytes;
  private final Duration handshakeTimeout;
  private final Duration closeTimeout;
  private final Duration writeTimeout;
  private final Duration pingInterval;
  private final Duration idleTimeout;
  private final Duration draft00IdleTimeout;

  private Limits(Builder from) {
    this.maxFrameSize = from.maxFrameSize > 0 ? from.maxFrameSize : from.maxMessageSize;
    this.maxMessageSize = from.maxMessageSize;
    this.maxFragments = from.maxFragments;
    this.maxClients = from.maxClients;
    this.maxPendingMessages = from.maxPendingMessages;
    this.maxPendingBytes = from.maxPendingBytes;
    this.maxPendingTasks = from.maxPendingTasks;
    long twoMessages = 2L * from.maxMessageSize + KIB;
    this.maxQueuedBytes =
        from.maxQueuedBytes > 0 ? from.maxQueuedBytes : Math.max(KIB * KIB, twoMessages);
    this.handshakeTimeout = from.handshakeTimeout;
    this.closeTimeout = from.closeTimeout;
    this.writeTimeout = from.writeTimeout;
    this.pingInterval = from.pingInterval;
    this.idleTimeout = from.idleTimeout;
    this.draft00IdleTimeout = from.draft00IdleTimeout;
  }

  /** The defaults of the table above. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The largest frame that is taken, in bytes of its payload; a frame above the message size is
   * never taken. Frames of a deflated message may have an eighth and 64 bytes more on the wire, as
   * what does not shrink grows; inflated, the message size alone counts.
   */
  public int maxFrameSize() {
    return maxFrameSize;
  }

  /** The largest message that is taken, over all its frames. */
  public int maxMessageSize() {
    return maxMessageSize;
  }

  /** In how many frames a message may come, empty ones counted. */
  public int maxFragments() {
    return maxFragments;
  }

  /** How many clients the resource takes at once. */
  public int maxClients() {
    return maxClients;
  }

  /** How many messages of one client may wait for the handler until reading pauses. */
  public int maxPendingMessages() {
    return maxPendingMessages;
  }

  /** How many bytes of one client may wait for the handler until reading pauses. */
  public int maxPendingBytes() {
    return maxPendingBytes;
  }

  /** How many tasks and custom messages may wait in the resource's mailbox, whoever they are of. */
  public int maxPendingTasks() {
    return maxPendingTasks;
  }

  /**
   * How many bytes may wait for one client to read them. One message is always taken when nothing
   * waits. Reading from a client pauses while half of this waits for it.
   */
  public long maxQueuedBytes() {
    return maxQueuedBytes;
  }

  /** How long the last eight bytes of version 00's opening handshake may take. */
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * How long a closing handshake may take until TCP is closed without it. What was written before
   * the close frame has its time on top: a second for each 8 KiB, of 4 MiB at most, that may still
   * be on its way to a slow client.
   */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /**
   * How long output may wait without a byte being taken; zero for ever. A write that stands still
   * is tried again each second, since a system that has some room does not say so before it has
   * much.
   */
  public Duration writeTimeout() {
    return writeTimeout;
  }

  /** A ping is sent when nothing came, or nothing went out, for this long; zero for never. */
  public Duration pingInterval() {
    return pingInterval;
  }

  /**
   * The connection is closed when nothing came, not even a pong, for this long; zero for never. It
   * is for peers that are gone: a client that reads what waits for it is not idle, what may still
   * be on its way to it has its time on top as for {@link #closeTimeout}, and time in which the
   * process was suspended does not count.
   */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** The {@link #idleTimeout} of version 00, which cannot be pinged. */
  public Duration draft00IdleTimeout() {
    return draft00IdleTimeout;
  }

  /** Collects limits; not for several threads. Each setter refuses what makes no sense. */
  public static final class Builder {
    private int maxFrameSize;
    private int maxMessageSize = 64 * KIB;
    private int maxFragments = 1024;
    private int maxClients = Integer.MAX_VALUE;
    private int maxPendingMessages = 256;
    private int maxPendingBytes = 256 * KIB;
    private int maxPendingTasks = 10_000;
    private long maxQueuedBytes;
    private Duration handshakeTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Duration pingInterval = Duration.ofSeconds(25);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration draft00IdleTimeout = Duration.ofMinutes(10);

    private Builder() {}

    /** At least 1; as large as a message, unless it is set. */
    public Builder maxFrameSize(int bytes) {
      maxFrameSize = atLeastOne("maxFrameSize", bytes);
      return this;
    }

    /** At least 1. */
    public Builder maxMessageSize(int bytes) {
      maxMessageSize = atLeastOne("maxMessageSize", bytes);
      return this;
    }

    /** At least 1. */
    public Builder maxFragments(int frames) {
      maxFragments = atLeastOne("maxFragments", frames);
      return this;
    }

    /** At least 1. */
    public Builder maxClients(int clients) {
      maxClients = atLeastOne("maxClients", clients);
      return this;
    }

    /** At least 1. */
    public Builder maxPendingMessages(int messages) {
      maxPendingMessages = atLeastOne("maxPendingMessages", messages);
      return this;
    }

    /** At least 1. */
    public Builder maxPendingBytes(int bytes) {
      maxPendingBytes = atLeastOne("maxPendingBytes", bytes);
      return this;
    }

    /** At least 1. */
    public Builder maxPendingTasks(int tasks) {
      maxPendingTasks = atLeastOne("maxPendingTasks", tasks);
      return this;
    }

    /** At least 1. */
    public Builder maxQueuedBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("maxQueuedBytes is at least 1, not " + bytes);
      }
      maxQueuedBytes = bytes;
      return this;
    }

    /** More than zero. */
    public Builder handshakeTimeout(Duration value) {
      handshakeTimeout = positive("handshakeTimeout", value);
      return this;
    }

    /** More than zero. */
    public Builder closeTimeout(Duration value) {
      closeTimeout = positive("closeTimeout", value);
      return this;
    }

    /** Zero for no limit. */
    public Builder writeTimeout(Duration value) {
      writeTimeout = notNegative("writeTimeout", value);
      return this;
    }

    /** Below the idle timeout; zero for no pings. */
    public Builder pingInterval(Duration value) {
      pingInterval = notNegative("pingInterval", value);
      return this;
    }

    /** Zero for no limit. */
    public Builder idleTimeout(Duration value) {
      idleTimeout = notNegative("idleTimeout", value);
      return this;
    }

    /** Zero for no limit. */
    public Builder draft00IdleTimeout(Duration value) {
      draft00IdleTimeout = notNegative("draft00IdleTimeout", value);
      return this;
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException if the ping interval is not below the idle timeout, which
     *     would end connections before they were asked
     */
    public Limits build() {
      boolean both = !pingInterval.isZero() && !idleTimeout.isZero();
      if (both && pingInterval.compareTo(idleTimeout) >= 0) {
        throw new IllegalArgumentException(
            "pingInterval " + pingInterval + " is not below idleTimeout " + idleTimeout);
      }
      return new Limits(this);
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is at least 1, not " + value);
      }
      return value;
    }

    private static Duration notNegative(String name, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(name + " must not be negative: " + value);
      }
      return value;
    }

    private static Duration positive(String name, Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException(name + " must be more than zero: " + value);
      }
      return value;
    }
  }
}
