package org.drafthorse.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.HdrHistogram.Histogram;

/**
 * One client sends, and all of them get it. A number of messages is in flight; one that the last
 * client has received brings the next.
 */
final class FanOutLoad extends Load {

  private final byte[][] payloads = payloads();
  private final byte[][] frames = frames(payloads);

  /** By message in flight: when it was sent, and how many clients lack it. */
  private final long[] sentAt = new long[payloads.length];

  private final int[] lacking = new int[payloads.length];
  private int sent;

  FanOutLoad(Shape shape, Payload payload, Target target) throws IOException {
    super(shape, payload, target);
  }

  @Override
  void open() throws IOException {
    for (int i = 0; i < shape.connections(); i++) {
      Replies replies = new WebSocketReplies(payload.opcode(), payloads);
      LoadConnection client = LoadConnection.open(target, BenchServer.BROADCAST, frames, replies);
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
    for (int i = 0; i < payloads.length; i++) {
      send(begin);
    }
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
              send(now);
              inFlight++;
            }
          }
        }
      }
      selector.selectedKeys().clear();
    }
    return Window.of(latencies, now - begin);
  }

  private void send(long now) throws IOException {
    sentAt[sent] = now;
    lacking[sent] = connections.size();
    sent = (sent + 1) % payloads.length;
    if (!connections.get(0).send(1)) {
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
