package org.drafthorse.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;

/**
 * Clients that have the server send all sorts of messages to one another, at once, over a
 * transport: whoever stays gets what was for it, in each sender's order, and nothing else.
 */
final class WireMixture {

  /** A connection that was let in. */
  record Opened(WireStream stream, boolean takeover) {}

  /** How clients come to a server. */
  interface Transport {

    boolean can(ProtocolVersion version);

    /**
     * Connects, with a small window where that can be had.
     *
     * @param offer of compression, or null
     */
    Opened open(ProtocolVersion version, String target, @Nullable String offer, boolean smallWindow)
        throws IOException;
  }

  /** For one mixture; a client that waits for long gives up by itself. */
  private static final int PATIENCE_SECONDS = 60;

  private static final int SECONDS =
      Math.max(1, Integer.getInteger("drafthorse.fuzz.seconds", 5) / 5);

  private final Transport transport;

  WireMixture(Transport transport) {
    this.transport = transport;
  }

  /** Any mixtures, for a fifth of what {@code -Dfuzz.seconds=} says, over all resources in turn. */
  void runRandomOnes() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int runs = 0;
    do {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      String path = MixtureSide.PATHS.get(runs % MixtureSide.PATHS.size());
      run(seed, MixturePlan.random(random, path, transport::can));
      runs++;
    } while (runs < MixtureSide.PATHS.size() || System.nanoTime() < end);
    System.out.println("mixtures over " + transport + ": " + runs);
  }

  /** Eight clients that each broadcast sixty texts of 8 to 1,000 bytes. */
  void runBroadcasts() {
    for (String path : MixtureSide.PATHS) {
      for (boolean deflated : new boolean[] {false, true}) {
        long seed = System.nanoTime();
        run(seed, MixturePlan.broadcasts(new Random(seed), path, 8, 60, deflated));
      }
    }
  }

  private void run(long seed, MixturePlan plan) {
    List<MixtureClient> clients = new ArrayList<>();
    try {
      for (MixturePlan.Client each : plan.clients()) {
        clients.add(connect(plan, each, seed));
      }
      for (MixtureClient each : clients) {
        each.greet();
      }
      runAll(clients);
    } catch (AssertionError | IOException e) {
      throw new AssertionError("seed " + seed + " at " + plan.path() + " over " + transport, e);
    } finally {
      clients.forEach(MixtureClient::abandon);
    }
  }

  /** Each on two threads; the first failure ends all of them. */
  private static void runAll(List<MixtureClient> clients) {
    CompletableFuture<Boolean> failure = new CompletableFuture<>();
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (MixtureClient each : clients) {
      all.add(start(each::send, failure));
      all.add(start(each::receive, failure));
    }
    CompletableFuture<Void> success =
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(success, failure).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("no end: " + clients, e);
    }
  }

  private static CompletableFuture<Boolean> start(
      Workers.Work work, CompletableFuture<Boolean> failure) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(true);
              } catch (Throwable e) {
                failure.completeExceptionally(e);
              }
            },
            "mixture");
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private MixtureClient connect(MixturePlan plan, MixturePlan.Client client, long seed)
      throws IOException {
    String target = plan.path() + "?" + MixtureOrder.CLIENT + client.number();
    Opened opened = transport.open(client.version(), target, client.offer(), client.slow());
    return new MixtureClient(
        plan, client, opened.stream(), opened.takeover(), seed + client.number());
  }
}
