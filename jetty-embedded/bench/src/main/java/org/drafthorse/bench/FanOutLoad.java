package org.drafthorse.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * One client sends, and all of them get it, in order. A number of messages is in flight; one that
 * the last client has received brings the next.
 */
final class FanOutLoad extends Load {

  private static final int SMALLEST = 8;

  private final byte[][] payloads;
  private final byte[][] frames;

  /** By message in flight: when it was sent, and how many clients lack it. */
  private final long[] sentAt;

  private final int[] lacking;
  private int sent;

  private FanOutLoad(Shape shape, Payload payload, Target target, IntStream sizes)
      throws IOException {
    super(shape, payload, target);
    payloads = payloads(sizes);
    frames = frames(payloads);
    sentAt = new long[payloads.length];
    lacking = new int[payloads.length];
  }

  /** Messages of one size. */
  static FanOutLoad ofOneSize(Shape shape, Payload payload, Target target) throws IOException {
    return new FanOutLoad(
        shape, payload, target, IntStream.generate(shape::size).limit(shape.inFlight()));
  }

  /** From a few bytes to the size given, small and large ones in turn. */
  static FanOutLoad ofMixedSizes(Shape shape, Payload payload, Target target) throws IOException {
    int steps = Math.max(1, shape.inFlight() - 1);
    double growth = Math.log((double) shape.size() / SMALLEST) / steps;
    IntStream sizes =
        IntStream.range(0, shape.inFlight())
            .map(i -> i % 2 == 0 ? steps - i / 2 : i / 2)
            .map(step -> (int) Math.round(SMALLEST * Math.exp(growth * step)));
    return new FanOutLoad(shape, payload, target, sizes);
  }

  @Override
  void open() throws IOException {
    for (int i = 0; i < shape.connections(); i++) {
      Replies replies = new WebSocketReplies(payload.opcode(), payloads);
      // The first one sends.
      String path = i == 0 ? path(BenchServer.BROADCAST) : BenchServer.BROADCAST;
      LoadConnection client = LoadConnection.open(target, path, frames, replies);
      connections.add(client);
      client.register(selector, new Receiver(client));
    }
  }

  @Override
  Window run(long nanos) throws IOException {
    Histogram latencies = histogram();
    long begin = System.nanoTime();
    long end = begin + nanos;
    long now = begin;
    int inFlight = payloads.length;
    send(payloads.length, begin);
    while (inFlight > 0) {
      select();
      for (SelectionKey key : selector.selectedKeys()) {
        Receiver receiver = (Receiver) key.attachment();
        int count = receiver.connection.receive(buffer);
        now = System.nanoTime();
        for (int i = 0; i < count; i++) {
          int message = receiver.next(payloads.length);
          latencies.recordValue(now - sentAt[message]);
          lacking[message]--;
          if (lacking[message] == 0) {
            inFlight--;
            if (now < end) {
              send(1, now);
              inFlight++;
            }
          }
        }
      }
      selector.selectedKeys().clear();
    }
    return Window.of(latencies, now - begin);
  }

  private void send(int count, long now) throws IOException {
    for (int i = 0; i < count; i++) {
      sentAt[sent] = now;
      lacking[sent] = connections.size();
      sent = (sent + 1) % payloads.length;
    }
    if (!connections.get(0).send(count)) {
      throw new IOException("the server does not read");
    }
  }

  /** A client and which message it waits for. */
  private static final class Receiver {
    final LoadConnection connection;
    private int awaited;

    Receiver(LoadConnection connection) {
      this.connection = connection;
    }

    int next(int messages) {
      int received = awaited;
      awaited = (awaited + 1) % messages;
      return received;
    }
  }
}
