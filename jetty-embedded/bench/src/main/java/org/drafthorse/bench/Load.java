package org.drafthorse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Clients that keep a server busy in one way. One thread, unless it says otherwise. */
abstract class Load implements AutoCloseable {

  /** How long a server may take for anything. */
  static final int PATIENCE_MILLIS = 10_000;

  /** From here on a server may have to know, see {@link BenchServer#LARGE}. */
  private static final int LARGE_SIZE = 8 * 1024;

  private static final int GOODBYE_MILLIS = 1_000;
  private static final int READ_BUFFER = 256 * 1024;
  private static final long LONGEST_LATENCY = 60_000_000_000L;

  final Shape shape;
  final Payload payload;
  final Target target;
  final Selector selector;
  final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
  final List<LoadConnection> connections = new ArrayList<>();
  private final Random random = new Random(1);

  Load(Shape shape, Payload payload, Target target) throws IOException {
    this.shape = shape;
    this.payload = payload;
    this.target = target;
    this.selector = Selector.open();
  }

  /** Connects all clients. */
  abstract void open() throws IOException;

  /** Loads the server for that long, and waits for the last answer. */
  abstract Window run(long nanos) throws IOException;

  /** The frames that a client sends, and the replies to them. */
  final LoadConnection echoClient(int number) throws IOException {
    byte[][] payloads = payloads();
    byte[][] frames = frames(payloads);
    Replies replies =
        target.bareTcp()
            ? new Replies.SameBytes(frames)
            : new WebSocketReplies(payload.opcode(), payloads);
    String path = path(BenchServer.echo(number % shape.resources()));
    return LoadConnection.open(target, path, frames, replies);
  }

  /** As many different messages as are in flight at once. */
  final byte[][] payloads() {
    return payloads(IntStream.generate(shape::size).limit(shape.inFlight()));
  }

  /** Messages of these sizes. */
  final byte[][] payloads(IntStream sizes) {
    return sizes.mapToObj(size -> payload.make(size, random)).toArray(byte[][]::new);
  }

  /** That resource, for a client whose messages are as large as here. */
  final String path(String resource) {
    return shape.size() > LARGE_SIZE ? resource + "?" + BenchServer.LARGE : resource;
  }

  final byte[][] frames(byte[][] payloads) {
    byte[][] frames = new byte[payloads.length][];
    for (int i = 0; i < payloads.length; i++) {
      frames[i] =
          ClientFrame.message(payload.opcode(), payloads[i], shape.fragments(), random.nextInt());
    }
    return frames;
  }

  static Histogram histogram() {
    return new Histogram(LONGEST_LATENCY, 3);
  }

  /** Waits for clients that can go on; a server that leaves all of them waiting is at fault. */
  final void select() throws IOException {
    if (selector.select(PATIENCE_MILLIS) == 0) {
      throw new IOException("the server has sent nothing for " + PATIENCE_MILLIS + " ms");
    }
  }

  /** Closing handshakes with all clients; those that the server leaves open end all the same. */
  final void disconnect() throws IOException {
    try {
      for (LoadConnection each : connections) {
        each.sayGoodbye();
      }
      int open = connections.size();
      while (open > 0 && selector.select(GOODBYE_MILLIS) > 0) {
        for (SelectionKey key : selector.selectedKeys()) {
          if (LoadConnection.isOver(key, buffer)) {
            key.cancel();
            open--;
          }
        }
        selector.selectedKeys().clear();
      }
    } finally {
      for (LoadConnection each : connections) {
        each.close();
      }
      connections.clear();
    }
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      disconnect();
    }
  }
}
