package org.drafthorse.engine.deflate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.drafthorse.Nullable;

/**
 * Deflates messages (RFC 7692, section 7.2.1).
 *
 * <p>The platform's deflater always looks back as far as 32 KiB. Where less was agreed on, it is
 * made to forget what it saw after each piece of that length, so that it never refers further back.
 */
public final class MessageDeflater {

  private static final int FIRST_ARRAY = 512;

  /** With less than this the platform may write its mark of a flush twice. */
  private static final int LEAST_ROOM = 16;

  /** The mark of a flush, which does not travel. */
  private static final byte[] TAIL = {0, 0, -1, -1};

  private final Deflater deflater;
  private byte[] out = {};
  private int size;

  private MessageDeflater(Deflater deflater) {
    this.deflater = deflater;
  }

  /**
   * Deflates a message on its own.
   *
   * @param payload stays as it is
   * @return null if that would make it no smaller
   */
  public static @Nullable ByteBuffer deflate(
      ZipPool<Deflater> pool, ByteBuffer payload, int windowBits) {
    Deflater used = pool.acquire();
    try {
      return new MessageDeflater(used).run(payload, windowBits);
    } finally {
      pool.release(used);
    }
  }

  /** The same, with what the deflater remembers of earlier messages. */
  public static @Nullable ByteBuffer deflate(Deflater deflater, ByteBuffer payload) {
    return new MessageDeflater(deflater).run(payload, DeflateAgreement.MOST_BITS);
  }

  private @Nullable ByteBuffer run(ByteBuffer payload, int windowBits) {
    ByteBuffer left = payload.duplicate();
    boolean whole = windowBits == DeflateAgreement.MOST_BITS;
    int piece = whole ? left.remaining() : 1 << windowBits;
    int flush = whole ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
    int most = payload.remaining();
    while (left.hasRemaining()) {
      int length = Math.min(piece, left.remaining());
      deflater.setInput(left.slice(left.position(), length));
      left.position(left.position() + length);
      if (!write(flush, most)) {
        return null;
      }
    }
    deflater.setInput(TAIL, 0, 0);
    int end = size - TAIL.length;
    if (end <= 0 || end >= most || !Arrays.equals(out, end, size, TAIL, 0, TAIL.length)) {
      return null;
    }
    return ByteBuffer.wrap(out, 0, end);
  }

  /** Whether it got by with that many bytes. */
  private boolean write(int flush, int most) {
    while (true) {
      if (out.length - size < LEAST_ROOM) {
        if (size > most) {
          return false;
        }
        int longer = (int) Math.min(2L * out.length, most + 2L * LEAST_ROOM);
        out = Arrays.copyOf(out, Math.max(Math.max(FIRST_ARRAY, longer), size + LEAST_ROOM));
      }
      int count = deflater.deflate(out, size, out.length - size, flush);
      size += count;
      if (size < out.length) {
        return true;
      }
    }
  }
}
