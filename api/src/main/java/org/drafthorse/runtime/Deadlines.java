package org.drafthorse.runtime;

import java.time.Duration;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;

/**
 * The timeouts of one connection: plain fields that one sweep over all connections looks at, so an
 * idle connection costs no timer. Written by the threads that read and write, read by the sweep.
 *
 * <p>They are for peers that are gone, not for slow ones, so what may still be on its way to a slow
 * one counts: a system takes megabytes at once and does not tell how much of it has arrived. A pong
 * or another sign of life may have to wait behind it.
 */
final class Deadlines {

  private static final long NEVER = Long.MAX_VALUE;

  /** Without half-close: how long a peer is silent when it has taken our close frame. */
  private static final long LINGER_MILLIS = 500;

  /** A write that stands still is tried again that often. */
  private static final long RETRY_MILLIS = 1_000;

  /** A slower peer is as good as gone. */
  private static final long SLOWEST_BYTES_PER_SECOND = 8 * 1024;

  /** Systems do not take more at once. */
  private static final long MOST_ON_THE_WAY = 4 * 1024 * 1024;

  /** So little is soon there: a peer that speaks behind it has read what was before. */
  private static final long SOON_THERE = 64 * 1024;

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

  /** When the peer was last seen to read. */
  private volatile long lastPeerRead;

  /** Of all bytes that were written, those that the peer has read for sure. */
  private volatile long arrived;

  private long lastPing;

  /** How many bytes were written before that ping. */
  private volatile long bytesBeforePing;

  /** These are the sweep's: what was left of a write in progress, and what was written before. */
  private long pending;

  private long bytesBeforePending;

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
    this.lastPeerRead = now;
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
    long written = driver.output().writtenBytes();
    if (written - arrived <= SOON_THERE) {
      arrived = written;
    }
  }

  void pong() {
    arrived = Math.max(arrived, bytesBeforePing);
  }

  void peerRead() {
    lastPeerRead = clock.now();
  }

  void wrote() {
    lastWrite = clock.now();
  }

  /** How long what was written may take to a slow peer. */
  private long transitMillis() {
    long onTheWay = Math.min(driver.output().writtenBytes() - arrived, MOST_ON_THE_WAY);
    return onTheWay * 1000 / SLOWEST_BYTES_PER_SECOND;
  }

  /** Sees a write get on in steps that the system does not tell of. */
  private void lookAtWrite(long now) {
    long left = driver.output().pendingBytes();
    if (left > 0 && left == pending && now - lastWrite >= RETRY_MILLIS) {
      driver.retryWrite();
      left = driver.output().pendingBytes();
    }
    long before = driver.output().writtenBytes();
    if (left > 0 && left < pending && before == bytesBeforePending) {
      lastWrite = now;
      lastPeerRead = now;
    }
    pending = left;
    bytesBeforePending = before;
  }

  void tick(long now) {
    lookAtWrite(now);
    if (now >= deadline) {
      if (open && isOnItsWay(now)) {
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

  /** The close frame is behind other output, and the peer still takes that, or may do so. */
  private boolean isOnItsWay(long now) {
    return driver.output().isWriting()
        ? now - lastWrite < closeMillis()
        : now < deadline + transitMillis();
  }

  private void tickOpen(long now) {
    Limits limits = driver.limits();
    long writeMillis = limits.writeTimeout().toMillis();
    if (writeMillis > 0 && now - lastWrite >= writeMillis && driver.output().isWriting()) {
      driver.closing().abort(CloseStatus.ABNORMAL.because("the client does not read"));
    } else if (!driver.input().isPaused() && isIdle(now)) {
      driver.closing().fail(CloseStatus.GOING_AWAY.because("idle"));
    } else {
      ping(now, limits.pingInterval().toMillis());
    }
  }

  private boolean isIdle(long now) {
    return now - lastRead >= idleMillis
        && now - lastPeerRead >= idleMillis
        && now - lastRead - transitMillis() >= idleMillis;
  }

  private void ping(long now, long interval) {
    boolean quiet = now - lastRead >= interval || now - lastWrite >= interval;
    if (canPing && interval > 0 && quiet && now - lastPing >= interval) {
      lastPing = now;
      bytesBeforePing = driver.output().writtenBytes();
      driver.ping();
    }
  }
}
