package org.drafthorse.jetty;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A socket that can be made to send a byte at a time, thirty a second; TLS may lie upon it. */
final class SlowSocket extends Socket {

  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(33);

  private volatile boolean slow;

  SlowSocket(int port) throws IOException {
    super(InetAddress.getLoopbackAddress(), port);
    setTcpNoDelay(true);
    setSoTimeout(10_000);
  }

  /** From now on. */
  SlowSocket slow() {
    slow = true;
    return this;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int chunk = slow ? 1 : length;
        for (int at = 0; at < length; at += chunk) {
          if (slow) {
            LockSupport.parkNanos(PACE_NANOS);
          }
          out.write(bytes, offset + at, chunk);
        }
      }
    };
  }
}
