package org.drafthorse.runtime;

import java.time.Duration;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;

/**
 * The timeouts of one connection: plain fields that one sweep over all connections looks at, so an
 * idle connection costs no timer. Written by the threads that read and write, read by the sweep.
 */
final class Deadlines {

  private static final long NEVER = Long.MAX_VALUE;

  /** Without half-close: how long a peer is silent when it has taken our close frame. */
  private static final long LINGER_MILLIS = 500;

  private final ConnectionDriver driver;
  private final Clock clock;
  private final boolean canPing;
  private final long idleMillis;

  /** When the handshake or the closing handshake is over. */
  private volatile long deadline;

  private volatile boolean open;
  private volatile boolean lingering;
  private volatile long lastRead;
  private volatile long lastWrite;
  private long lastPing;

  Deadlines(ConnectionDriver driver, ProtocolVersion version, Clock clock) {
    this.driver = driver;
    this.clock = clock;
    this.canPing = version.supports(Feature.PING);
    Limits limits = driver.limits();
    Duration idle = canPing ? limits.idleTimeout() : limits.draft00IdleTimeout();
    this.idleMillis = idle.isZero() ? NEVER : idle.toMillis();
    long now = clock.now();
    this.deadline = now + limits.handshakeTimeout().toMillis();
    this.lastRead = now;
    this.lastWrite = now;
    this.lastPing = now;
  }

  void opened() {
    open = true;
    deadline = NEVER;
  }

  void closing() {
    deadline = clock.now() + closeMillis();
  }

  /** TCP is closed as soon as nothing has come for a while. */
  void lingering() {
    lastRead = clock.now();
    lingering = true;
  }

  private long closeMillis() {
    return driver.limits().closeTimeout().toMillis();
  }

  void read() {
    lastRead = clock.now();
  }

  void wrote() {
    lastWrite = clock.now();
  }

  void tick(long now) {
    if (now >= deadline) {
      if (open && driver.output().isWriting() && now - lastWrite < closeMillis()) {
        // The close frame is behind other output, and the peer still takes it.
        return;
      }
      if (open) {
        driver.closing().timedOut();
      } else {
        driver.closing().abort(CloseStatus.ABNORMAL);
      }
    } else if (lingering && now - lastRead >= LINGER_MILLIS) {
      driver.closing().lingered();
    } else if (open && deadline == NEVER) {
      tickOpen(now);
    }
  }

  private void tickOpen(long now) {
    Limits limits = driver.limits();
    long writeMillis = limits.writeTimeout().toMillis();
    if (writeMillis > 0 && now - lastWrite >= writeMillis && driver.output().isWriting()) {
      driver.closing().abort(CloseStatus.ABNORMAL.because("the client does not read"));
    } else if (!driver.input().isPaused() && now - lastRead >= idleMillis) {
      driver.closing().fail(CloseStatus.GOING_AWAY.because("idle"));
    } else {
      ping(now, limits.pingInterval().toMillis());
    }
  }

  private void ping(long now, long interval) {
    boolean quiet = now - lastRead >= interval || now - lastWrite >= interval;
    if (canPing && interval > 0 && quiet && now - lastPing >= interval) {
      lastPing = now;
      driver.ping();
    }
  }
}
