package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.drafthorse.Broadcast;
import org.drafthorse.ResourceContext;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * One thread of an {@link OutputMixture}: sends in batches, each in a turn of its own or in none.
 */
final class MixtureSender implements Runnable {

  private static final int OPERATIONS = 90;

  /** Around each threshold of the way out, the larger the rarer. */
  private static final int[][] SIZES = {
    {3, 4, 60, 100, 122, 123, 124, 125, 126, 127, 200, 400, 700},
    {1_000, 1_014, 1_018, 1_020, 1_022, 1_023, 1_024, 1_025, 1_030, 1_200},
    {5_000, 8_100, 16_370, 16_376, 16_380, 16_382, 16_384, 16_386, 16_400},
    {33_000, 65_530, 65_535, 65_536, 131_060, 140_000}
  };

  private static final int[] FRAME_SIZES = {1, 7, 125, 126, 1_024, 16_384, 1 << 20};

  /** A broadcast that not all took. */
  private record Partial(String text, int sent, List<MixtureReceiver> receivers) {}

  private final int number;
  private final ResourceContext context;
  private final List<MixtureReceiver> receivers;
  private final Scripts scripts;
  private final Random random;
  private final List<Partial> partials = new ArrayList<>();
  private int made;

  MixtureSender(
      int number,
      ResourceContext context,
      List<MixtureReceiver> receivers,
      Scripts scripts,
      Random random) {
    this.number = number;
    this.context = context;
    this.receivers = receivers;
    this.scripts = scripts;
    this.random = random;
  }

  /** Who sent that text. */
  static int sender(String text) {
    return text.charAt(0) - 'A';
  }

  @Override
  public void run() {
    int left = OPERATIONS;
    while (left > 0) {
      int batch = Math.min(left, 1 + random.nextInt(12));
      left -= batch;
      Runnable work = () -> operate(batch);
      switch (random.nextInt(3)) {
        case 0 -> work.run();
        case 1 -> inTurn(work);
        default -> scripts.runInCallback(any().client(), work);
      }
    }
  }

  private static void inTurn(Runnable work) {
    Turn turn = Turn.enter();
    try {
      work.run();
    } finally {
      turn.exit();
    }
  }

  private void operate(int count) {
    for (int i = 0; i < count; i++) {
      int what = random.nextInt(200);
      if (what < 90) {
        broadcast();
      } else if (what < 197) {
        sendTo(any());
      } else if (what < 199) {
        any().connection().flush();
      } else {
        any().end(random);
      }
    }
  }

  private MixtureReceiver any() {
    return receivers.get(random.nextInt(receivers.size()));
  }

  private void sendTo(MixtureReceiver receiver) {
    WebSocketConnection to = receiver.connection();
    String text = text();
    ByteBuffer bytes = bytes(text);
    // Thousands of tiny frames tell nothing new.
    int frameSize = Math.max(pick(FRAME_SIZES), text.length() / 500 + 1);
    SendResult result =
        switch (random.nextInt(7)) {
          case 0, 1 -> to.sendText(text);
          case 2 -> to.sendText(bytes);
          case 3 -> to.sendText(text, frameSize);
          case 4 -> to.sendBinary(bytes);
          case 5 -> to.sendBinary(bytes, frameSize);
          default -> text.length() <= 125 ? to.sendPing(bytes) : to.sendText(text);
        };
    receiver.accepted(number, text, result);
  }

  private void broadcast() {
    List<MixtureReceiver> chosen =
        receivers.stream().filter(each -> random.nextInt(4) > 0).toList();
    String text = text();
    Broadcast to = context.broadcast(chosen.stream().map(MixtureReceiver::connection).toList());
    boolean binary = random.nextInt(4) == 0;
    Broadcast.Result result =
        binary
            ? to.sendBinary(bytes(text))
            : random.nextBoolean() ? to.sendText(text) : to.sendText(bytes(text));
    List<MixtureReceiver> able =
        chosen.stream().filter(each -> !binary || each.takesBinary()).toList();
    if (result.sent() == able.size()) {
      able.forEach(each -> each.accepted(number, text, SendResult.SENT));
    } else if (result.sent() > 0) {
      able.forEach(each -> each.perhapsAccepted(number, text));
      partials.add(new Partial(text, result.sent(), able));
    }
  }

  /** Of those who did not take all, as many got it as the result said. */
  void checkPartialBroadcasts() {
    for (Partial each : partials) {
      if (each.receivers().stream().noneMatch(MixtureReceiver::isCut)) {
        assertThat(each.receivers().stream().filter(r -> r.received(each.text())).count())
            .isEqualTo(each.sent());
      }
    }
  }

  /** Begins with who sent it and a number, and is different from all others. */
  private String text() {
    int[] sizes = SIZES[Math.min(random.nextInt(6), random.nextInt(SIZES.length))];
    int size = pick(sizes);
    StringBuilder text = new StringBuilder(size);
    text.append((char) ('A' + number)).append((char) ('0' + made / 64));
    text.append((char) ('0' + made % 64));
    made++;
    boolean dull = random.nextBoolean();
    while (text.length() < size) {
      text.append((char) (dull ? '.' : ' ' + random.nextInt(95)));
    }
    return text.toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private int pick(int[] values) {
    return values[random.nextInt(values.length)];
  }

  /** The resource: a text is the name of work that its sender has left here. */
  static final class Scripts implements WebSocketResource {

    private final ConcurrentMap<String, Runnable> waiting = new ConcurrentHashMap<>();

    /** Runs it in a callback of that client, or here if the client is gone. */
    void runInCallback(FakeClient client, Runnable work) {
      String name = String.valueOf(System.identityHashCode(work));
      CountDownLatch over = new CountDownLatch(1);
      Runnable script =
          () -> {
            try {
              work.run();
            } finally {
              over.countDown();
            }
          };
      waiting.put(name, script);
      client.text(name);
      Await.until("the callback", () -> over.getCount() == 0 || !client.connection().isOpen());
      if (waiting.remove(name) != null) {
        script.run();
      }
      Await.latch(over);
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      Runnable script = waiting.remove(text);
      if (script != null) {
        script.run();
      }
    }
  }
}
