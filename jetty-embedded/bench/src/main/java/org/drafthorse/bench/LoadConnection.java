package org.drafthorse.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One client: sends prepared frames in turn and checks what comes back. One thread may send while
 * another receives.
 */
final class LoadConnection implements AutoCloseable {

  private static final byte[] PONG = ClientFrame.of(Opcode.PONG, new byte[0], 0x12345678);

  /** Status 1000. */
  static final byte[] CLOSE =
      ClientFrame.of(Opcode.CLOSE, new byte[] {0x03, (byte) 0xE8}, 0x12345678);

  private final SocketChannel channel;
  private final Replies replies;
  private final boolean bareTcp;

  /** The frames one behind the other, and all of them again: any turn of them lies in one piece. */
  private final ByteBuffer ring;

  private final int[] frameLengths;
  private final int ringLength;
  private int nextFrame;
  private int begin;
  private int owed;

  private LoadConnection(SocketChannel channel, byte[][] frames, Replies replies, boolean bareTcp) {
    this.channel = channel;
    this.replies = replies;
    this.bareTcp = bareTcp;
    this.frameLengths = Arrays.stream(frames).mapToInt(each -> each.length).toArray();
    this.ringLength = Arrays.stream(frameLengths).sum();
    this.ring = ByteBuffer.allocateDirect(2 * ringLength);
    for (int i = 0; i < 2 * frames.length; i++) {
      ring.put(frames[i % frames.length]);
    }
  }

  /** Connects and performs the opening handshake, unless the server is bare TCP. */
  static LoadConnection open(Target target, String path, byte[][] frames, Replies replies)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    boolean opened = false;
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(target.address());
      if (!target.bareTcp()) {
        channel.socket().setSoTimeout(Load.PATIENCE_MILLIS);
        Handshake.perform(
            channel.socket().getOutputStream(),
            channel.socket().getInputStream(),
            Handshake.request(path, target.port()));
      }
      channel.configureBlocking(false);
      opened = true;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
    return new LoadConnection(channel, frames, replies, target.bareTcp());
  }

  void register(Selector selector, Object attachment) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, attachment);
  }

  /**
   * Sends the next frames, as far as the socket takes them.
   *
   * @return whether it took all of them; otherwise go on with {@link #flush}
   */
  boolean send(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      owed += frameLengths[nextFrame];
      nextFrame = (nextFrame + 1) % frameLengths.length;
    }
    return flush();
  }

  /** Goes on sending; whether nothing is left. */
  boolean flush() throws IOException {
    if (owed > 0) {
      ring.limit(begin + owed).position(begin);
      int written = channel.write(ring);
      owed -= written;
      begin = (begin + written) % ringLength;
    }
    return owed == 0;
  }

  /**
   * Reads once.
   *
   * @param buffer of the reading thread
   * @return how many messages were completed, each of them right
   */
  int receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 0) {
      throw new EOFException("the server closed a connection");
    }
    int messages = replies.accept(buffer.flip());
    if (replies.takePing()) {
      // Only clients that send nothing are asked, so this gets into no frame.
      channel.write(ByteBuffer.wrap(PONG));
    }
    return messages;
  }

  /** Begins to say goodbye; the server closes TCP then. */
  void sayGoodbye() throws IOException {
    if (bareTcp) {
      channel.shutdownOutput();
    } else {
      channel.write(ByteBuffer.wrap(CLOSE));
    }
  }

  /** Reads on without a look; whether the server has closed. */
  static boolean isOver(SelectionKey key, ByteBuffer buffer) {
    try {
      return ((SocketChannel) key.channel()).read(buffer.clear()) < 0;
    } catch (IOException e) {
      // Reset: over as well.
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
