package org.drafthorse.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.HdrHistogram.Histogram;

/** Clients that each had one message echoed, and then do nothing but stay. */
final class IdleLoad extends Load {

  private static final int PART_TO_WARM_UP = 10;

  private boolean warm;

  IdleLoad(Shape shape, Payload payload, Target target) throws IOException {
    super(shape, payload, target);
  }

  @Override
  void open() {}

  /** Connects all clients, however long that takes; the first time some, and closes them again. */
  @Override
  Window run(long nanos) throws IOException {
    if (!warm) {
      warm = true;
      Window window = connect(shape.connections() / PART_TO_WARM_UP);
      disconnect();
      return window;
    }
    return connect(shape.connections());
  }

  private Window connect(int count) throws IOException {
    Histogram latencies = histogram();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      LoadConnection client = echoClient(i);
      connections.add(client);
      client.register(selector, client);
      client.send(1);
      int answered = 0;
      while (answered == 0) {
        select();
        for (SelectionKey key : selector.selectedKeys()) {
          answered += ((LoadConnection) key.attachment()).receive(buffer);
        }
        selector.selectedKeys().clear();
      }
      latencies.recordValue(System.nanoTime() - before);
    }
    return Window.of(latencies, System.nanoTime() - begin);
  }
}
