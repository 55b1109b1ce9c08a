package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.runtime.ClientWire;
import org.drafthorse.runtime.ClientWire.Message;

/** A client of a {@link WireMixture}: one thread sends, another reads and compares. */
final class MixtureClient {

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int FIN = 0x80;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final MixturePlan plan;
  private final MixturePlan.Client own;
  private final WireStream stream;
  private final ClientWire wire;
  private final Random random;
  private final Queue<String> pings = new ConcurrentLinkedQueue<>();
  private final CountDownLatch sent = new CountDownLatch(1);
  private final byte[] buffer;

  /** By sender, how many of its orders have been met, or passed over. */
  private final int[] met;

  /** Messages of those who stay that are still to come. */
  private int missing;

  private int seen;

  MixtureClient(
      MixturePlan plan, MixturePlan.Client own, WireStream stream, boolean takeover, long seed) {
    this.plan = plan;
    this.own = own;
    this.stream = stream;
    this.wire = new ClientWire(own.version().wireFormat(), takeover);
    this.random = new Random(seed);
    this.buffer = new byte[own.slow() ? 2048 : 64 * 1024];
    this.met = new int[plan.clients().size()];
    this.missing =
        (int)
            plan.clients().stream()
                .filter(MixturePlan.Client::stays)
                .flatMap(each -> each.orders().stream())
                .filter(own::gets)
                .count();
  }

  /** Is sure that the server knows it. */
  void greet() throws IOException {
    stream.send(text(MixtureSide.GREETING));
    List<Message> came = List.of();
    while (came.isEmpty()) {
      came = read();
    }
    assertThat(string(came.get(0))).isEqualTo(MixtureSide.GREETING);
    seen = 1;
  }

  void send() throws IOException {
    try {
      int next = 0;
      while (next < own.orders().size()) {
        int end = Math.min(own.orders().size(), next + 1 + random.nextInt(12));
        stream.send(batch(own.orders().subList(next, end)));
        next = end;
        if (random.nextInt(4) == 0) {
          LockSupport.parkNanos(random.nextInt(3_000_000));
        }
      }
      leaveEarly();
    } finally {
      sent.countDown();
    }
  }

  private void leaveEarly() throws IOException {
    if (own.end() == MixturePlan.End.CLOSES_EARLY) {
      stream.send(close());
    } else if (own.end() == MixturePlan.End.RESETS) {
      stream.reset();
    }
  }

  private byte[] batch(List<MixtureOrder> orders) {
    byte[] all = {};
    for (MixtureOrder each : orders) {
      all = Frames.concat(all, text(each.line()));
      if (own.version() != ProtocolVersion.V00 && random.nextInt(10) == 0) {
        String data = "ping " + pings.size();
        pings.add(data);
        byte[] ping = Frames.frame(FIN | PING, data.getBytes(StandardCharsets.US_ASCII));
        all = Frames.concat(all, ping);
      }
    }
    return all;
  }

  /** Reads all that is for it, and says goodbye; or until the end that it brings about itself. */
  void receive() throws IOException, InterruptedException {
    if (own.stays()) {
      receiveAll();
    } else {
      receiveSome();
    }
  }

  private void receiveSome() {
    try {
      while (!wire.isClosed()) {
        check(read());
      }
      stream.finish();
    } catch (IOException e) {
      // As it is with resets; what came before was right.
    }
  }

  private void receiveAll() throws IOException, InterruptedException {
    long slowUntil = System.nanoTime() + SLOW_NANOS;
    while (missing > 0) {
      if (own.slow() && System.nanoTime() < slowUntil) {
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }
      check(read());
      if (missing > 0 && wire.isClosed()) {
        throw new AssertionError(this + " was closed");
      }
    }
    assertThat(sent.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    stream.send(close());
    while (!wire.isClosed()) {
      check(read());
    }
    stream.finish();
  }

  private List<Message> read() throws IOException {
    int count;
    try {
      count = stream.readSome(buffer);
    } catch (IOException e) {
      throw new IOException(this + ": " + e.getMessage(), e);
    }
    if (count < 0) {
      throw new IOException(this + " was cut");
    }
    return wire.read(buffer, count);
  }

  /** Ends it, whatever its state. */
  void abandon() {
    try {
      stream.reset();
    } catch (IOException e) {
      // It has ended before.
    }
  }

  private void check(List<Message> all) {
    for (Message each : all.subList(seen, all.size())) {
      if (each.opcode() == PONG) {
        checkPong(string(each));
      } else if (each.opcode() != CLOSE) {
        checkMessage(each);
      }
    }
    seen = all.size();
  }

  /** A pong may be left out for a later one. */
  private void checkPong(String data) {
    assertThat(pings).as("pings of " + this).contains(data);
    while (!data.equals(pings.poll())) {}
  }

  /** It has to be the next one of its sender's that is for this client. */
  private void checkMessage(Message message) {
    MixturePlan.Client sender = sender(message);
    List<MixtureOrder> orders = sender.orders();
    int at = met[sender.number()];
    while (at < orders.size() && !own.gets(orders.get(at))) {
      at++;
    }
    String came = beginning(message.payload());
    if (at == orders.size()) {
      throw new AssertionError(this + " got more than was for it: " + came);
    }
    MixtureOrder order = orders.get(at);
    if (!Arrays.equals(message.payload(), order.message())
        || message.opcode() != (order.binary() ? 2 : 1)) {
      throw new AssertionError(this + " got " + came + " instead of " + order.line());
    }
    met[sender.number()] = at + 1;
    if (sender.stays()) {
      missing--;
    }
  }

  private MixturePlan.Client sender(Message message) {
    String beginning = beginning(message.payload());
    int number = beginning.isEmpty() ? -1 : beginning.charAt(0) - '0';
    if (number < 0 || number >= plan.clients().size()) {
      throw new AssertionError(this + " got what nobody sent: " + beginning);
    }
    return plan.clients().get(number);
  }

  private byte[] text(String text) {
    return own.version() == ProtocolVersion.V00 ? Frames.draft00Text(text) : Frames.text(text);
  }

  private byte[] close() {
    return own.version() == ProtocolVersion.V00
        ? HostileClients.DRAFT_00_CLOSE
        : Frames.close(CloseStatus.NORMAL);
  }

  private static String beginning(byte[] payload) {
    String all = new String(payload, StandardCharsets.ISO_8859_1);
    return all.substring(0, Math.min(12, all.length())) + "/" + all.length();
  }

  private static String string(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "client "
        + own.number()
        + " ("
        + own.version()
        + ", "
        + own.offer()
        + (own.slow() ? ", slow" : "")
        + (own.stays() ? ", lacks " + missing + ")" : ", leaves)");
  }
}
