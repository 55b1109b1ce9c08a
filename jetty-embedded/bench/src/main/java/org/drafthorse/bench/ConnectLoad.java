package org.drafthorse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Clients that connect, open, close and wait for the end of the connection, one after the other on
 * each of a few threads. They come from many addresses, so that ports that rest are not missed.
 */
final class ConnectLoad extends Load {

  private static final int ADDRESSES = 250;
  private static final byte[] CLOSE_ANSWER = {(byte) 0x88, 2, 0x03, (byte) 0xE8};

  private final byte[] request;
  private final ExecutorService threads;

  ConnectLoad(Shape shape, Payload payload, Target target) throws IOException {
    super(shape, payload, target);
    this.request = Handshake.request(BenchServer.ECHO, target.port());
    this.threads = Executors.newFixedThreadPool(shape.connections());
  }

  @Override
  void open() {}

  @Override
  Window run(long nanos) throws IOException {
    long begin = System.nanoTime();
    long end = begin + nanos;
    List<Future<Histogram>> running = new ArrayList<>();
    for (int i = 0; i < shape.connections(); i++) {
      int first = i * ADDRESSES / shape.connections();
      running.add(threads.submit(() -> connectUntil(end, first)));
    }
    Histogram all = histogram();
    for (Future<Histogram> each : running) {
      all.add(await(each));
    }
    return Window.of(all, System.nanoTime() - begin);
  }

  private Histogram connectUntil(long end, int first) throws IOException {
    Histogram latencies = histogram();
    int address = first;
    long before = System.nanoTime();
    while (before < end) {
      connect(1 + address);
      address = (address + 1) % ADDRESSES;
      long now = System.nanoTime();
      latencies.recordValue(now - before);
      before = now;
    }
    return latencies;
  }

  private void connect(int from) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.bind(new InetSocketAddress(Target.loopback(from), 0));
      socket.connect(target.address());
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      Handshake.perform(out, in, request);
      out.write(LoadConnection.CLOSE);
      byte[] answer = in.readNBytes(CLOSE_ANSWER.length);
      if (!Arrays.equals(answer, CLOSE_ANSWER)) {
        throw new IOException("a close frame was answered by " + Arrays.toString(answer));
      }
      if (in.read() >= 0) {
        throw new IOException("something comes behind a close frame");
      }
    }
  }

  private static Histogram await(Future<Histogram> running) throws IOException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    super.close();
  }
}
