package org.drafthorse.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the payload of a message that does not come in one piece. Holds no array between
 * messages, and never much more than what has really arrived: a length that a peer declares is no
 * reason to take memory.
 */
final class MessageAssembler {

  private static final int FIRST_ARRAY = 1024;
  private static final byte[] NONE = new byte[0];

  private final Utf8Validator utf8 = new Utf8Validator();
  private byte[] bytes = NONE;
  private int size;
  private boolean text;

  /** Begins a message. */
  void begin(boolean isText) {
    bytes = NONE;
    size = 0;
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
   * @param expected how many bytes of the message are known to follow, these included
   * @param key the masking key, 0 for none
   * @param phase how many bytes of this frame came before
   * @return false if the message is text and the bytes cannot be UTF-8
   */
  boolean append(ByteBuffer from, int length, int expected, int key, int phase) {
    reserve(length, expected);
    boolean ascii = Masking.unmask(from, bytes, size, length, key, phase);
    int start = size;
    size += length;
    if (!text || (ascii && utf8.isComplete())) {
      return true;
    }
    return utf8.accept(bytes, start, size);
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
      bytes = Arrays.copyOf(bytes, (int) Math.max(size + 1L, Math.min(longer, most)));
    }
    return bytes.length - size;
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
    String result = new String(bytes, 0, size, StandardCharsets.UTF_8);
    drop();
    return result;
  }

  /** Ends the message and hands over its array, at its exact length. */
  byte[] takeBytes() {
    byte[] result = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    drop();
    return result;
  }

  /** Lets go of the array. */
  void drop() {
    bytes = NONE;
    size = 0;
  }

  private void reserve(int length, int expected) {
    int needed = size + length;
    if (needed <= bytes.length) {
      return;
    }
    // Four times what has come is enough to copy little, and bounds what a lie can pin.
    long generous = Math.max(FIRST_ARRAY, 4L * needed);
    long whole = (long) size + expected;
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(generous, whole)));
  }
}
