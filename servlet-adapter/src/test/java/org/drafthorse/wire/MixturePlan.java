package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;

/**
 * Who connects, what each has sent to whom, and who leaves in the middle.
 *
 * @param path of the resource
 * @param clients by number
 */
record MixturePlan(String path, List<Client> clients) {

  /** How a client ends. */
  enum End {
    /** When it has all that was for it. */
    AT_LAST,
    CLOSES_EARLY,
    RESETS
  }

  /**
   * One client.
   *
   * @param offer of compression, or null
   * @param slow whether it reads slowly at first, through a small window
   * @param orders what it has sent, in that order; one that leaves early does so behind them
   */
  record Client(
      int number,
      ProtocolVersion version,
      @Nullable String offer,
      boolean slow,
      End end,
      List<MixtureOrder> orders) {

    boolean stays() {
      return end == End.AT_LAST;
    }

    boolean gets(MixtureOrder order) {
      return order.receivers().contains(number)
          && (!order.binary() || version.supports(Feature.BINARY));
    }
  }

  private static final List<String> OFFERS =
      List.of(
          "permessage-deflate",
          "permessage-deflate; server_no_context_takeover",
          "permessage-deflate; server_max_window_bits=10");

  /** Around each threshold of the way out, the larger the rarer. */
  private static final int[][] SIZES = {
    {8, 60, 100, 122, 123, 124, 125, 126, 127, 200, 400, 700},
    {1_000, 1_014, 1_018, 1_020, 1_022, 1_023, 1_024, 1_025, 1_030, 1_200},
    {5_000, 8_100, 16_370, 16_376, 16_380, 16_382, 16_384, 16_386, 16_400},
    {33_000, 65_530, 65_535, 65_536, 131_060, 140_000}
  };

  private static final int[] FRAME_SIZES = {0, 1, 7, 125, 126, 1_024, 16_384, 1 << 20};

  private static final int LEAST_ORDERS = 12;
  private static final int MOST_ORDERS = 36;

  /** Any mixture. */
  static MixturePlan random(Random random, String path, Predicate<ProtocolVersion> versions) {
    List<ProtocolVersion> able =
        List.of(ProtocolVersion.values()).stream().filter(versions).toList();
    int count = 3 + random.nextInt(6);
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ProtocolVersion version = able.get(random.nextInt(able.size()));
      boolean deflates = version != ProtocolVersion.V00 && random.nextBoolean();
      // Somebody has to stay.
      End end = i == 0 || random.nextInt(4) > 0 ? End.AT_LAST : early(random);
      List<MixtureOrder> orders = new ArrayList<>();
      int number = i;
      int most = LEAST_ORDERS + random.nextInt(MOST_ORDERS - LEAST_ORDERS);
      IntStream.range(0, most).forEach(n -> orders.add(order(random, number, n, count)));
      String offer = deflates ? OFFERS.get(random.nextInt(OFFERS.size())) : null;
      clients.add(new Client(i, version, offer, random.nextInt(3) == 0, end, orders));
    }
    return new MixturePlan(path, clients);
  }

  /** Texts of 8 to 1,000 bytes for all, from all. */
  static MixturePlan broadcasts(
      Random random, String path, int clients, int texts, boolean deflated) {
    Set<Integer> all = IntStream.range(0, clients).boxed().collect(Collectors.toSet());
    List<Client> each = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      List<MixtureOrder> orders = new ArrayList<>();
      for (int n = 0; n < texts; n++) {
        orders.add(new MixtureOrder(i, n, true, false, 8 + random.nextInt(993), 0, all));
      }
      String offer = deflated ? OFFERS.get(0) : null;
      each.add(new Client(i, ProtocolVersion.V13, offer, false, End.AT_LAST, orders));
    }
    return new MixturePlan(path, each);
  }

  private static End early(Random random) {
    return random.nextBoolean() ? End.CLOSES_EARLY : End.RESETS;
  }

  private static MixtureOrder order(Random random, int sender, int number, int clients) {
    int[] sizes = SIZES[Math.min(random.nextInt(6), random.nextInt(SIZES.length))];
    int size = sizes[random.nextInt(sizes.length)];
    int frameSize = FRAME_SIZES[random.nextInt(FRAME_SIZES.length)];
    // Thousands of tiny frames tell nothing new.
    int used = frameSize == 0 ? 0 : Math.max(frameSize, size / 500 + 1);
    Set<Integer> receivers = new TreeSet<>();
    receivers.add(random.nextInt(clients));
    IntStream.range(0, clients).filter(i -> random.nextInt(3) > 0).forEach(receivers::add);
    boolean broadcast = random.nextInt(3) > 0;
    return new MixtureOrder(
        sender, number, broadcast, random.nextInt(4) == 0, size, used, receivers);
  }
}
