package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;

/**
 * One random mixture of all that makes a server send: several threads, within callbacks and
 * outside, to one receiver or to many, in sizes around every threshold, to receivers of every
 * version that read at any speed, ping, close and vanish. Each one's wire is compared with what was
 * accepted for it.
 */
final class OutputMixture {

  private static final long PATIENCE_MILLIS = 15_000;

  private final Random random;
  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private final List<MixtureReceiver> receivers = new ArrayList<>();
  private final MixtureSender.Scripts scripts = new MixtureSender.Scripts();
  private volatile boolean sent;

  OutputMixture(long seed) {
    this.random = new Random(seed);
  }

  /** Fails if a receiver got anything but what was accepted, in order. */
  void run() throws InterruptedException {
    try (TestServer server = new TestServer(builder -> builder.byteBudget(1L << 40))) {
      ResourceContext context = server.register("/it", scripts, options());
      connect(server.runtime());
      Thread pump = start(this::readAndPing);
      List<MixtureSender> senders = sendAll(context);
      sent = true;
      join(pump);
      assertThat(thrown).isEmpty();
      receivers.forEach(MixtureReceiver::check);
      senders.forEach(MixtureSender::checkPartialBroadcasts);
      receivers.forEach(MixtureReceiver::leave);
      server.awaitNothingHeld();
    }
  }

  private void connect(WebSocketRuntime runtime) {
    int count = 2 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      receivers.add(MixtureReceiver.connect(runtime, random));
    }
  }

  private List<MixtureSender> sendAll(ResourceContext context) throws InterruptedException {
    List<MixtureSender> senders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      MixtureSender sender =
          new MixtureSender(i, context, receivers, scripts, new Random(random.nextLong()));
      senders.add(sender);
      threads.add(start(sender));
    }
    for (Thread each : threads) {
      join(each);
    }
    return senders;
  }

  private ResourceOptions options() {
    Limits limits =
        Limits.builder()
            .maxMessageSize(1 << 20)
            .maxQueuedBytes(pick(60_000, 1 << 20, 1 << 30))
            .build();
    ResourceOptions.Builder options =
        ResourceOptions.builder()
            .limits(limits)
            .listenerMode(random.nextBoolean() ? ListenerMode.DIRECT : ListenerMode.EXECUTOR)
            .mailboxPerConnection(random.nextBoolean())
            .overflowPolicy(random.nextBoolean() ? OverflowPolicy.DROP : OverflowPolicy.CLOSE);
    if (random.nextInt(3) > 0) {
      options.deflate(new Deflate(random.nextBoolean(), pick(1, 64, 1024)));
    }
    return options.build();
  }

  private void readAndPing() {
    Random own = new Random(receivers.size());
    while (!sent) {
      if (own.nextInt(50) == 0) {
        receivers.get(own.nextInt(receivers.size())).ping();
      }
      readSome(own);
    }
    for (MixtureReceiver each : receivers) {
      Await.until(
          each + " to have all",
          () -> {
            readSome(own);
            return !each.isBusy();
          });
    }
  }

  private void readSome(Random own) {
    boolean read = false;
    for (MixtureReceiver each : receivers) {
      read |= each.readSome(own);
    }
    if (!read) {
      LockSupport.parkNanos(20_000);
    }
  }

  private static void join(Thread thread) throws InterruptedException {
    thread.join(PATIENCE_MILLIS);
    if (thread.isAlive()) {
      AssertionError endless = new AssertionError("a thread does not end");
      endless.setStackTrace(thread.getStackTrace());
      throw endless;
    }
  }

  private Thread start(Runnable work) {
    Thread thread = new Thread(work, "mixture");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (t, e) -> {
          thrown.add(e);
          // Whoever waits for this thread's work has to end as well.
          receivers.forEach(MixtureReceiver::leave);
        });
    thread.start();
    return thread;
  }

  private int pick(int... values) {
    return values[random.nextInt(values.length)];
  }
}
