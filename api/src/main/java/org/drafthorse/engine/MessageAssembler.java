package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the payload of a message that does not come in one piece. Holds no array between
 * messages, and never more than four times what has really arrived, or 1 KiB: a length that a peer
 * declares is no reason to take memory.
 *
 * <p>It grows from one pooled array into the next. What allocates is the end alone: a String, or an
 * array of the exact length, into which a binary message goes as soon as a quarter of it is there.
 */
final class MessageAssembler {

  private static final int FIRST_ARRAY = 1024;

  /** How far ahead of what came it goes if the message's length is known. */
  private static final long WHOLE_AHEAD = 4;

  /** The same if it has to grow again: enough to copy little. */
  private static final long AHEAD = 3;

  private static final byte[] NONE = new byte[0];

  private final ArrayPool pool;
  private final Utf8Validator utf8 = new Utf8Validator();
  private byte[] bytes = NONE;
  private boolean pooled;
  private int size;
  private boolean text;

  MessageAssembler(ArrayPool pool) {
    this.pool = pool;
  }

  /** Begins a message. */
  void begin(boolean isText) {
    drop();
    text = isText;
    utf8.reset();
  }

  int size() {
    return size;
  }

  boolean isText() {
    return text;
  }

  /** The memory held, in bytes. */
  int held() {
    return bytes.length;
  }

  /**
   * Takes bytes out of the buffer.
   *
   * @param expected how many bytes of the message may follow, these included
   * @param last whether that many will
   * @param key the masking key, 0 for none
   * @param phase how many bytes of this frame came before
   * @return false if the message is text and the bytes cannot be UTF-8
   */
  boolean append(ByteBuffer from, int length, int expected, boolean last, int key, int phase) {
    reserve(length, expected, last);
    int start = size;
    size += length;
    if (!text) {
      Masking.unmask(from, bytes, start, length, key, phase);
      return true;
    }
    boolean ascii = Masking.unmaskText(from, bytes, start, length, key, phase);
    return (ascii && utf8.isComplete()) || utf8.accept(bytes, start, size);
  }

  /**
   * Room for bytes of unknown number; {@link #wrote} says how many came into it.
   *
   * @param most how large the message may become
   * @return how many may be put into {@link #array}, behind the {@link #size} that are there
   */
  int room(int most) {
    if (size == bytes.length) {
      long longer = Math.max(FIRST_ARRAY, 2L * size);
      moveTo(pool.acquire((int) Math.max(size + 1L, Math.min(longer, most))), true);
    }
    // One byte too many is enough to see that it is too large.
    return Math.max(1, Math.min(bytes.length, most) - size);
  }

  byte[] array() {
    return bytes;
  }

  /** The same as {@link #append}, for bytes that are there already. */
  boolean wrote(int count) {
    int start = size;
    size += count;
    return !text || utf8.accept(bytes, start, size);
  }

  /** Whether a text message may end here. */
  boolean endsWholeCharacter() {
    return !text || utf8.isComplete();
  }

  /** Ends the message and lets go of its array. */
  String takeText() {
    try {
      return new String(bytes, 0, size, StandardCharsets.UTF_8);
    } finally {
      drop();
    }
  }

  /** Ends the message and hands over an array of its exact length. */
  byte[] takeBytes() {
    try {
      return !pooled && size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    } finally {
      drop();
    }
  }

  /** Lets go of the array. */
  void drop() {
    moveTo(NONE, false);
    size = 0;
  }

  private void reserve(int length, int expected, boolean last) {
    int needed = size + length;
    if (needed <= bytes.length) {
      return;
    }
    long whole = (long) size + expected;
    boolean isHandlers = last && !text;
    if (isHandlers && whole <= WHOLE_AHEAD * needed) {
      moveTo(new byte[(int) whole], false);
      return;
    }
    // Once a part this large is there, the handler's array may follow.
    long enough = isHandlers ? whole / WHOLE_AHEAD : whole;
    long ahead = Math.max(FIRST_ARRAY, Math.min(AHEAD * needed, enough));
    moveTo(pool.acquire((int) Math.max(needed, Math.min(ahead, whole))), true);
  }

  private void moveTo(byte[] array, boolean isPooled) {
    if (array.length > 0) {
      System.arraycopy(bytes, 0, array, 0, size);
    }
    byte[] before = bytes;
    boolean goesBack = pooled;
    bytes = array;
    pooled = isPooled;
    // Last: nobody may have it any more who could give it back again.
    if (goesBack) {
      pool.release(before);
    }
  }
}
