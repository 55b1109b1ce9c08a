package org.drafthorse.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.HdrHistogram.Histogram;

/** Each client keeps a number of messages in flight: an answer brings the next message. */
final class EchoLoad extends Load {

  EchoLoad(Shape shape, Payload payload, Target target) throws IOException {
    super(shape, payload, target);
  }

  @Override
  void open() throws IOException {
    for (int i = 0; i < shape.connections(); i++) {
      LoadConnection client = echoClient(i);
      connections.add(client);
      client.register(selector, new InFlight(client, shape.inFlight()));
    }
  }

  @Override
  Window run(long nanos) throws IOException {
    Histogram latencies = histogram();
    long begin = System.nanoTime();
    long end = begin + nanos;
    long now = begin;
    int waiting = 0;
    for (SelectionKey key : selector.keys()) {
      waiting += ((InFlight) key.attachment()).send(key, shape.inFlight(), begin);
    }
    while (waiting > 0) {
      select();
      for (SelectionKey key : selector.selectedKeys()) {
        InFlight client = (InFlight) key.attachment();
        if (key.isWritable()) {
          client.flush(key);
        }
        if (key.isReadable()) {
          int answered = client.connection.receive(buffer);
          now = System.nanoTime();
          client.answered(answered, now, latencies);
          waiting -= answered;
          if (answered > 0 && now < end) {
            waiting += client.send(key, answered, now);
          }
        }
      }
      selector.selectedKeys().clear();
    }
    return Window.of(latencies, now - begin);
  }

  /** A client and when it sent what was not answered yet. */
  private static final class InFlight {
    final LoadConnection connection;
    private final long[] sentAt;
    private int sent;
    private int answered;

    InFlight(LoadConnection connection, int most) {
      this.connection = connection;
      this.sentAt = new long[most];
    }

    int send(SelectionKey key, int count, long now) throws IOException {
      for (int i = 0; i < count; i++) {
        sentAt[sent] = now;
        sent = (sent + 1) % sentAt.length;
      }
      watch(key, connection.send(count));
      return count;
    }

    void flush(SelectionKey key) throws IOException {
      watch(key, connection.flush());
    }

    private static void watch(SelectionKey key, boolean allSent) {
      int wanted = allSent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
    }

    void answered(int count, long now, Histogram latencies) {
      for (int i = 0; i < count; i++) {
        latencies.recordValue(now - sentAt[answered]);
        answered = (answered + 1) % sentAt.length;
      }
    }
  }
}
