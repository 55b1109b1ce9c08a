package org.drafthorse.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.drafthorse.CloseStatus;

/** One stream of HTTP/2 that a test writes on and reads from; each read has a deadline. */
final class Http2Socket extends ChannelInboundHandlerAdapter implements AutoCloseable, WireStream {

  /** The stream ended by a reset, or with its connection. */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1;
    private final long code;

    Ended(long code) {
      super("reset with " + code);
      this.code = code;
    }

    long code() {
      return code;
    }
  }

  private static final byte[] END = {};

  private final CompletableFuture<Http2Headers> answer = new CompletableFuture<>();
  private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();
  private final DataInputStream in = new DataInputStream(new Inbox());
  private Http2StreamChannel stream;
  private volatile boolean over;

  void request(Http2StreamChannel on, Http2Headers headers, boolean endStream) {
    stream = on;
    var unused = stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, endStream));
  }

  Http2Headers readHead() {
    return Await.get("the answer", answer);
  }

  int readStatus() {
    return Integer.parseInt(readHead().status().toString());
  }

  /** Sends without waiting: the windows may be shut. */
  @Override
  public void send(byte[] bytes) {
    var unused = write(bytes, false);
  }

  /** The same, with END_STREAM. */
  void sendLast(byte[] bytes) {
    var unused = write(bytes, true);
  }

  /** What says when the bytes are in TCP's hands. */
  ChannelFuture write(byte[] bytes, boolean endStream) {
    return stream.writeAndFlush(
        new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), endStream));
  }

  WireSocket.Frame readFrame() throws IOException {
    return WireSocket.Frame.read(in);
  }

  @Override
  public int readSome(byte[] to) throws IOException {
    return in.read(to);
  }

  byte[] read(int count) throws IOException {
    return in.readNBytes(count);
  }

  /** All that comes before END_STREAM. */
  byte[] readToEnd() throws IOException {
    return in.readAllBytes();
  }

  /** Whether END_STREAM, and nothing else, comes next. */
  boolean ends() throws IOException {
    return in.read() < 0;
  }

  /** The code of the RST_STREAM that ends it, whatever comes before. */
  long awaitReset() throws IOException {
    try {
      in.readAllBytes();
    } catch (Ended e) {
      return e.code();
    }
    throw new AssertionError("END_STREAM instead of a reset");
  }

  /** Waits until the stream is closed both ways, however that came about. */
  void awaitGone() {
    Await.until("the stream is closed", () -> !stream.isActive());
  }

  boolean isOver() {
    return over;
  }

  int id() {
    return stream.stream().id();
  }

  void shutdownOutput() {
    sendLast(END);
  }

  void reset(Http2Error code) {
    var unused = stream.writeAndFlush(new DefaultHttp2ResetFrame(code));
  }

  @Override
  public void reset() {
    reset(Http2Error.CANCEL);
  }

  /** Behind the server's END_STREAM. */
  @Override
  public void finish() throws IOException {
    if (!ends()) {
      throw new AssertionError("bytes behind the close frame");
    }
    shutdownOutput();
  }

  /** While it is off, the stream's window is not opened again. */
  void setReading(boolean on) {
    stream.config().setAutoRead(on);
  }

  /** Says goodbye in order. */
  void closeInOrder() throws IOException {
    send(Frames.close(CloseStatus.NORMAL));
    WireSocket.Frame reply = readFrame();
    if (reply.closeCode() != 1000 || !ends()) {
      throw new AssertionError("the close was not answered: " + reply);
    }
    shutdownOutput();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2HeadersFrame head) {
      answer.complete(head.headers());
      if (head.isEndStream()) {
        inbox.add(END);
      }
    } else if (message instanceof Http2DataFrame data) {
      byte[] bytes = new byte[data.content().readableBytes()];
      data.content().readBytes(bytes);
      if (bytes.length > 0) {
        inbox.add(bytes);
      }
      if (data.isEndStream()) {
        inbox.add(END);
      }
    }
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      end(reset.errorCode());
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(-1);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    answer.completeExceptionally(cause);
    inbox.add(new Ended(-2));
  }

  private void end(long code) {
    over = true;
    Ended ended = new Ended(code);
    answer.completeExceptionally(ended);
    inbox.add(ended);
  }

  /** Ends the stream, whatever its state. */
  @Override
  public void close() {
    stream.close().syncUninterruptibly();
  }

  private final class Inbox extends InputStream {
    private byte[] current = {};
    private int at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (at == current.length && !next()) {
        return -1;
      }
      int count = Math.min(length, current.length - at);
      System.arraycopy(current, at, to, offset, count);
      at += count;
      return count;
    }

    private boolean next() throws IOException {
      try {
        Object next = inbox.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          throw new AssertionError("nothing came in time");
        }
        if (next instanceof Ended ended) {
          inbox.add(ended);
          throw ended;
        }
        current = (byte[]) next;
        at = 0;
        if (current == END) {
          inbox.add(END);
          return false;
        }
        return true;
      } catch (InterruptedException e) {
        throw new EOFException("interrupted");
      }
    }
  }
}
