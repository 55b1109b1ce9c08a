package org.drafthorse.jetty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Nullable;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Cuts connections whose {@link Head} does not come whole in time, whatever comes of it meanwhile;
 * and when there are as many connections as there may be, some of those that have said least of one
 * for longest, so that others come in.
 *
 * <p>A bean of the connector. One thread looks at all connections that speak HTTP, four times a
 * second, and forgets those that WebSocket has taken over.
 */
final class HeadTimeouts extends AbstractLifeCycle implements Connection.Listener {

  private static final System.Logger LOG = System.getLogger("org.drafthorse.handshake");

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** However full it is, who has just come may speak first. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How much room is made at once. */
  private static final int ROOM = 16;

  /** A head that is due, with what has to be compared while more bytes may come. */
  private record Silence(Head head, double nanosPerByte) {}

  private final NetworkConnectionLimit connections;
  private final long mostNanos;
  private final Map<EndPoint, Head> heads = new ConcurrentHashMap<>();
  private final SummedLine slow;
  private final SummedLine crowd;
  private final SummedLine shut;

  /** Nanoseconds of {@link #counted} time, as of the last sweep. */
  private volatile long now;

  /** The sweep's. */
  private boolean wasShut;

  private volatile @Nullable Thread thread;

  HeadTimeouts(Duration most, NetworkConnectionLimit connections) {
    this.connections = connections;
    this.mostNanos = TimeUnit.NANOSECONDS.convert(most);
    int many = connections.getMaxNetworkConnectionCount();
    slow =
        new SummedLine(
            System.Logger.Level.INFO,
            "cut: connections whose request's head, with TLS's handshake, took more than "
                + most.toMillis()
                + " ms");
    crowd =
        new SummedLine(
            System.Logger.Level.WARNING,
            "cut, as all "
                + many
                + " connections that there may be were there:"
                + " those that had said least of a request for longest");
    shut =
        new SummedLine(
            System.Logger.Level.WARNING,
            "newcomers wait, as all " + many + " connections that there may be are in use; times");
  }

  @Override
  protected void doStart() {
    Thread sweeper = new Thread(this::run, "drafthorse-heads");
    sweeper.setDaemon(true);
    thread = sweeper;
    sweeper.start();
  }

  @Override
  protected void doStop() throws InterruptedException {
    Thread sweeper = thread;
    thread = null;
    if (sweeper != null) {
      LockSupport.unpark(sweeper);
      sweeper.join();
    }
    heads.clear();
  }

  @Override
  public void onOpened(Connection connection) {
    // TLS itself has no head, and what is agreed on or spoken over it begins at the same time.
    if (connection instanceof NegotiatingServerConnection
        || connection instanceof ConnectionMetaData) {
      Head head = Head.of(connection);
      Head before = heads.get(head.socket());
      head.begin(before, now);
      heads.put(head.socket(), head);
    }
  }

  private void run() {
    long counted = 0;
    long last = System.nanoTime();
    while (thread == Thread.currentThread()) {
      LockSupport.parkNanos(INTERVAL_NANOS);
      long time = System.nanoTime();
      counted += counted(time - last);
      last = time;
      now = counted;
      try {
        sweep();
      } catch (Throwable t) {
        complain(t);
      }
    }
  }

  /** Nobody is blamed for a time in which this process did not run: it has not read either. */
  static long counted(long elapsedNanos) {
    return Math.min(elapsedNanos, 2 * INTERVAL_NANOS);
  }

  private void sweep() {
    List<Head> due = due();
    int most = connections.getMaxNetworkConnectionCount();
    boolean full = connections.getNetworkConnectionCount() >= most;
    full(full && due.isEmpty());
    int before = due.size();
    due.removeIf(this::cutIfSlow);
    if (full) {
      makeRoom(due, Math.max(1, most / ROOM) - (before - due.size()));
    }
    slow.tell(LOG, now);
    crowd.tell(LOG, now);
    shut.tell(LOG, now);
  }

  private List<Head> due() {
    // Spares what begins in place of one at this very moment.
    heads.values().removeIf(Head::isOver);
    List<Head> due = new ArrayList<>();
    for (Head head : heads.values()) {
      if (head.look(now)) {
        due.add(head);
      }
    }
    return due;
  }

  private void full(boolean forGood) {
    shut.add(forGood && !wasShut ? 1 : 0);
    wasShut = forGood;
  }

  private boolean cutIfSlow(Head head) {
    if (head.dueFor(now) < mostNanos) {
      return false;
    }
    // Who has said nothing at all may be a browser that was early.
    slow.add(head.bytesSaid() > 0 ? 1 : 0);
    cut(head);
    return true;
  }

  private void makeRoom(List<Head> due, int room) {
    due.stream()
        .map(each -> new Silence(each, (double) each.dueFor(now) / (1 + each.bytesSaid())))
        .sorted(Comparator.comparingDouble(Silence::nanosPerByte).reversed())
        .limit(Math.max(0, room))
        .map(Silence::head)
        .filter(each -> each.dueFor(now) >= GRACE_NANOS)
        .forEach(
            each -> {
              crowd.add(1);
              cut(each);
            });
  }

  private static void cut(Head head) {
    try {
      head.cut();
    } catch (Throwable t) {
      complain(t);
    }
  }

  private static void complain(Throwable t) {
    try {
      LOG.log(System.Logger.Level.ERROR, "the sweep over request heads failed", t);
    } catch (Throwable again) {
      // Without memory there is no line either.
    }
  }
}
