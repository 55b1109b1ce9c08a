package org.drafthorse.servlet.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.drafthorse.Nullable;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** TCP or TLS. Reads into buffers of Jetty's pool, so that an idle connection holds none. */
final class SocketWire implements Wire {

  /** What a Jetty pool keeps at least, unless somebody made it smaller. */
  private static final int SOME_BYTES = 64 * 1024;

  private final EndPoint endPoint;
  private final ByteBufferPool pool;
  private final int readBytes;

  /** Decrypted bytes may wait where no selector sees them: then a short read proves nothing. */
  private final boolean secure;

  /** Of an end point that does nothing but read from it and write to it. */
  private final @Nullable SocketChannel plain;

  /** The reading thread's. */
  private boolean atEnd;

  SocketWire(EndPoint endPoint, ByteBufferPool pool, boolean secure) {
    this.endPoint = endPoint;
    this.pool = pool;
    this.readBytes = readBytes(pool);
    this.secure = secure;
    this.plain =
        endPoint.getClass() == SocketChannelEndPoint.class
            ? ((SocketChannelEndPoint) endPoint).getChannel()
            : null;
  }

  /** As much as the pool keeps: a larger buffer would be made anew for each read. */
  private static int readBytes(ByteBufferPool pool) {
    return pool instanceof ArrayByteBufferPool array
        ? Math.min(array.getMaxCapacity(), UpgradeHandler.MOST_READ_BYTES)
        : SOME_BYTES;
  }

  @Override
  public boolean isOpen() {
    // Otherwise the end point says so itself.
    return true;
  }

  @Override
  public @Nullable RetainableByteBuffer read() throws IOException {
    RetainableByteBuffer buffer = pool.acquire(readBytes, true);
    int filled = 0;
    try {
      filled = fill(buffer.getByteBuffer());
    } finally {
      if (filled <= 0) {
        buffer.release();
      }
    }
    atEnd = filled < 0;
    return filled > 0 ? buffer : null;
  }

  /** Jetty would say of a reset that the input is at its end. */
  private int fill(ByteBuffer buffer) throws IOException {
    int filled = -1;
    if (plain != null) {
      int position = BufferUtil.flipToFill(buffer);
      try {
        filled = plain.read(buffer);
      } finally {
        BufferUtil.flipToFlush(buffer, position);
      }
    }
    return filled < 0 ? endPoint.fill(buffer) : filled;
  }

  @Override
  public boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public boolean isEmptiedBy(int bytes) {
    return !secure && bytes < readBytes;
  }

  /**
   * Jetty would keep account of each write, and gather one buffer too; what the network does not
   * take at once is for it.
   */
  @Override
  public void write(Callback callback, ByteBuffer[] buffers) throws IOException {
    if (plain == null || !writeAll(plain, buffers)) {
      endPoint.write(callback, buffers);
    } else {
      callback.succeeded();
    }
  }

  private static boolean writeAll(SocketChannel channel, ByteBuffer[] buffers) throws IOException {
    if (buffers.length == 1) {
      channel.write(buffers[0]);
    } else {
      channel.write(buffers);
    }
    return !buffers[buffers.length - 1].hasRemaining();
  }

  @Override
  public void retryWrite() {
    EndPoint lowest = endPoint;
    while (lowest instanceof EndPoint.Wrapper wrapper) {
      lowest = wrapper.unwrap();
    }
    if (lowest instanceof AbstractEndPoint socket) {
      socket.getWriteFlusher().completeWrite();
    }
  }

  @Override
  public void shutdownOutput() {
    endPoint.shutdownOutput();
  }

  @Override
  public void close() {
    endPoint.close();
  }

  @Override
  public void abort(Throwable cause) {
    endPoint.close(cause);
  }
}
