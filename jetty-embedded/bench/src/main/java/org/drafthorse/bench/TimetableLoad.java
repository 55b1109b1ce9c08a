package org.drafthorse.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Messages leave when their time has come, whether those before were answered or not, and are as
 * late as they are behind that time. One thread sends, another receives.
 */
final class TimetableLoad extends Load {

  private static final int PER_SECOND = 10_000;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
  private static final long BLOCKED_NANOS = 50_000;

  private final ExecutorService sender = Executors.newSingleThreadExecutor();

  TimetableLoad(Shape shape, Payload payload, Target target) throws IOException {
    super(shape, payload, target);
  }

  @Override
  void open() throws IOException {
    for (int i = 0; i < shape.connections(); i++) {
      LoadConnection client = echoClient(i);
      connections.add(client);
      client.register(selector, new Answers(client, i));
    }
  }

  @Override
  Window run(long nanos) throws IOException {
    int clients = connections.size();
    int most = (int) (nanos / INTERVAL / clients) * clients;
    Histogram latencies = histogram();
    long begin = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      ((Answers) key.attachment()).next = begin + ((Answers) key.attachment()).turn * INTERVAL;
    }
    Future<?> sending = sender.submit(() -> send(begin, most));
    long now = begin;
    for (int waiting = most; waiting > 0; ) {
      select();
      for (SelectionKey key : selector.selectedKeys()) {
        Answers answers = (Answers) key.attachment();
        int count = answers.connection.receive(buffer);
        now = System.nanoTime();
        answers.record(count, now, latencies, clients * INTERVAL);
        waiting -= count;
      }
      selector.selectedKeys().clear();
    }
    await(sending);
    return Window.of(latencies, now - begin);
  }

  private Void send(long begin, int most) throws IOException {
    for (int i = 0; i < most; i++) {
      long due = begin + i * INTERVAL;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      LoadConnection client = connections.get(i % connections.size());
      boolean sent = client.send(1);
      while (!sent) {
        LockSupport.parkNanos(BLOCKED_NANOS);
        sent = client.flush();
      }
    }
    return null;
  }

  private static void await(Future<?> sending) throws IOException {
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    sender.shutdownNow();
    super.close();
  }

  /** A client and when its next answer was due to be asked for. */
  private static final class Answers {
    final LoadConnection connection;
    final int turn;
    long next;

    Answers(LoadConnection connection, int turn) {
      this.connection = connection;
      this.turn = turn;
    }

    void record(int count, long now, Histogram latencies, long interval) {
      for (int i = 0; i < count; i++) {
        latencies.recordValue(now - next);
        next += interval;
      }
    }
  }
}
