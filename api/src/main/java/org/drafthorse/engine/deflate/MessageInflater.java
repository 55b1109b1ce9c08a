package org.drafthorse.engine.deflate;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.drafthorse.Nullable;

/**
 * Inflates one client's messages (RFC 7692, section 7.2.2), in pieces as they come and as large as
 * the caller has room for. Holds an inflater from the first byte of a message to its last; between
 * messages, with context takeover, the window that the next one may refer to.
 *
 * <p>One thread inflates; any other may {@link #close}, upon which nothing more is inflated.
 */
public final class MessageInflater {

  /** About what the platform's takes in native memory. */
  private static final int HELD_BYTES = 48 * 1024;

  private static final byte[] NONE = {};

  /**
   * What the client left out, an empty block without compression but for its first byte; and an
   * empty final block, which is found only if the message ended where one may.
   */
  private static final byte[] TAIL = {0, 0, -1, -1, 3, 0};

  private final ZipPool<Inflater> pool;
  private final @Nullable SlidingWindow window;
  private @Nullable Inflater inflater;
  private byte[] input = NONE;
  private int inputLength;
  private boolean hadFinalBlock;
  private boolean closed;

  /** What is wrong with the bytes behind those that were inflated last. */
  private @Nullable DataFormatException fault;

  /**
   * Inflates with what that pool has.
   *
   * @param takeover whether messages may refer back to earlier ones
   */
  public MessageInflater(ZipPool<Inflater> pool, boolean takeover) {
    this.pool = pool;
    this.window = takeover ? new SlidingWindow() : null;
  }

  /** Native memory held for a message in progress, in bytes. */
  public synchronized int heldBytes() {
    return inflater == null ? 0 : HELD_BYTES;
  }

  /** Begins a message. */
  public synchronized void begin() {
    if (!closed) {
      hadFinalBlock = false;
      Inflater used = pool.acquire();
      inflater = used;
      recall(used);
    }
  }

  /** Gives compressed bytes, which must stay as they are until {@link #drain} has no more. */
  public synchronized void feed(byte[] compressed, int length) {
    if (inflater != null) {
      input = compressed;
      inputLength = length;
      inflater.setInput(compressed, 0, length);
    }
  }

  /**
   * Inflates up to that many bytes.
   *
   * @param room at least 1
   * @return how many; 0 when the input is used up
   * @throws DataFormatException if this is no compressed data
   */
  public synchronized int drain(byte[] to, int from, int room) throws DataFormatException {
    Inflater used = used();
    while (true) {
      int count = inflate(used, to, from, room);
      if (count > 0) {
        if (window != null) {
          window.add(to, from, count);
        }
        return count;
      }
      if (!used.finished()) {
        if (used.needsDictionary() || !used.needsInput()) {
          throw new DataFormatException("neither input nor room is missing");
        }
        return 0;
      }
      if (used.getRemaining() == 0) {
        return 0;
      }
      restart(used);
    }
  }

  /** What stands before a fault comes out first: so it is the same however the input was cut. */
  private int inflate(Inflater used, byte[] to, int from, int room) throws DataFormatException {
    if (fault != null) {
      throw fault;
    }
    long before = used.getBytesWritten();
    try {
      return used.inflate(to, from, room);
    } catch (DataFormatException e) {
      int count = (int) (used.getBytesWritten() - before);
      if (count == 0) {
        throw e;
      }
      fault = e;
      return count;
    }
  }

  /** Goes on behind a final block, of which a message has one: each costs a fresh start. */
  private void restart(Inflater used) throws DataFormatException {
    if (hadFinalBlock) {
      throw new DataFormatException("a message has a second final block");
    }
    hadFinalBlock = true;
    int left = used.getRemaining();
    used.reset();
    recall(used);
    used.setInput(input, inputLength - left, left);
  }

  /**
   * Ends the message.
   *
   * @throws DataFormatException if it breaks off in the middle of a block
   */
  public synchronized void end() throws DataFormatException {
    Inflater used = used();
    feed(TAIL, TAIL.length);
    byte[] beyond = new byte[1];
    if (drain(beyond, 0, 1) > 0 || !used.finished()) {
      throw new DataFormatException("it breaks off in the middle of a block");
    }
    release();
  }

  /** Drops a message in progress and lets go of the inflater. */
  public synchronized void close() {
    closed = true;
    release();
  }

  private void recall(Inflater used) {
    if (window != null) {
      window.giveTo(used);
    }
  }

  private Inflater used() throws DataFormatException {
    Inflater used = inflater;
    if (used == null) {
      throw new DataFormatException("the connection is over");
    }
    return used;
  }

  private void release() {
    Inflater used = inflater;
    inflater = null;
    input = NONE;
    if (used != null) {
      pool.release(used);
    }
  }
}
