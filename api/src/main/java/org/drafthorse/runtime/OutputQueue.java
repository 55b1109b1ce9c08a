package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.Nullable;
import org.drafthorse.engine.FrameEncoder;
import org.drafthorse.engine.Opcode;

/**
 * What one client has still to be sent, encoded. Messages are copied into pooled chunks, one behind
 * the other; a broadcast's large frames are shared instead. Holds nothing when it is empty. Guarded
 * by its {@link Output}.
 */
final class OutputQueue {

  /** A gathered write is bounded, so that a slow client's progress shows in steps. */
  private static final int MOST_PER_WRITE = 16;

  /** Hence large shared frames are written in slices. */
  private static final int SLICE = BufferPool.CHUNK_BYTES;

  /** Shared frames up to this size are cheaper to copy than to point at in a gathered write. */
  private static final int SMALL = 1024;

  /** So many small ones wait as they are for the end of the turn; more would hold too much. */
  private static final int MOST_UNCOPIED = 64;

  private static final ByteBuffer[] NONE = {};

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final BufferPool pool;
  private final ArrayDeque<ByteBuffer> sealed = new ArrayDeque<>(2);
  private ByteBuffer[] inFlight = NONE;
  private @Nullable ByteBuffer tail;

  /**
   * Small shared frames that are copied as late as possible: behind all that is sealed, and before
   * anything else is queued or taken. There is no tail while there are any. Most often it is one.
   */
  private @Nullable SharedFrame uncopied;

  /** Those behind the first. */
  private @Nullable List<SharedFrame> moreUncopied;

  private long bytes;
  private long bytesInFlight;

  /** What of the bytes is shared, and where in the stream of all bytes each shared frame ends. */
  private @Nullable ArrayDeque<Shared> sharedFrames;

  private long sharedBytes;
  private long bytesDone;

  OutputQueue(BufferPool pool) {
    this.pool = pool;
  }

  /** Bytes queued, those being written included. */
  long bytes() {
    return bytes;
  }

  /** Of these, the bytes that no other queue holds. */
  long ownBytes() {
    return bytes - sharedBytes;
  }

  /** All bytes that were ever written. */
  long bytesDone() {
    return bytesDone;
  }

  /** What the transport has not yet handed on of the write in progress. */
  long bytesLeftInFlight() {
    long left = 0;
    for (ByteBuffer each : inFlight) {
      left += each == null ? 0 : each.remaining();
    }
    return left;
  }

  /** Whether there is anything that is not being written yet. */
  boolean hasMore() {
    return bytes > bytesInFlight;
  }

  /** Copies a message in, in frames of that size if it is not 0. */
  void message(FrameEncoder encoder, int opcode, ByteBuffer payload, int askedFrameSize) {
    copyWaiting();
    int frameSize = encoder.frameSize(askedFrameSize);
    int frameOpcode = opcode;
    int at = payload.position();
    int left = payload.remaining();
    do {
      int length = frameSize == 0 ? left : Math.min(left, frameSize);
      left -= length;
      frame(encoder, frameOpcode, left == 0, payload, at, length);
      at += length;
      frameOpcode = Opcode.CONTINUATION;
    } while (left > 0);
  }

  /** Copies bytes in that are encoded already. */
  void raw(byte[] encoded) {
    copyWaiting();
    copy(ByteBuffer.wrap(encoded), 0, encoded.length);
  }

  /**
   * Queues encoded bytes that other queues share.
   *
   * @param soon whether they will be written before the thread does much else: then small ones are
   *     copied as late as that, into a chunk that was just used for another receiver
   */
  void shared(SharedFrame frame, boolean soon) {
    if (frame.length() > SMALL) {
      slices(frame);
    } else if (soon && tail == null && uncopied == null) {
      uncopied = frame;
    } else if (soon && tail == null && mayWait()) {
      more().add(frame);
    } else {
      copyWaiting();
      copyWhole(frame);
    }
    bytes += frame.length();
  }

  /** Each slice has a position of its own, which a write may move. */
  private void slices(SharedFrame frame) {
    copyWaiting();
    seal();
    int all = frame.length();
    for (int at = 0; at < all; at += SLICE) {
      sealed.addLast(frame.slice(at, Math.min(SLICE, all - at)));
    }
    hold(frame, bytesDone + bytes + all);
    sharedBytes += all;
  }

  private void hold(SharedFrame frame, long end) {
    if (sharedFrames == null) {
      sharedFrames = new ArrayDeque<>(2);
    }
    boolean held = false;
    frame.retain();
    try {
      sharedFrames.addLast(new Shared(frame, end));
      held = true;
    } finally {
      if (!held) {
        frame.release();
      }
    }
  }

  /** Takes the next gathered write out; {@link #written} or {@link #clear} gives it back. */
  ByteBuffer[] take() {
    copyWaiting();
    if (sealed.size() < MOST_PER_WRITE) {
      seal();
    }
    int count = Math.min(sealed.size(), MOST_PER_WRITE);
    if (count == 0) {
      throw new IllegalStateException(bytes + " bytes are counted, and none is there");
    }
    ByteBuffer[] buffers = new ByteBuffer[count];
    inFlight = buffers;
    bytesInFlight = 0;
    for (int i = 0; i < count; i++) {
      buffers[i] = sealed.removeFirst();
      bytesInFlight += buffers[i].remaining();
    }
    return buffers;
  }

  private boolean mayWait() {
    return moreUncopied == null || moreUncopied.size() < MOST_UNCOPIED;
  }

  private List<SharedFrame> more() {
    List<SharedFrame> more = moreUncopied;
    if (more == null) {
      more = new ArrayList<>();
      moreUncopied = more;
    }
    return more;
  }

  private void copyWaiting() {
    SharedFrame first = uncopied;
    if (first == null) {
      return;
    }
    copyWhole(first);
    uncopied = null;
    if (moreUncopied != null) {
      moreUncopied.forEach(this::copyWhole);
      moreUncopied = null;
    }
  }

  private void copyWhole(SharedFrame frame) {
    frame.copyTo(room(frame.length()));
  }

  /** The write that was taken out is over. */
  void written() {
    bytes -= bytesInFlight;
    bytesDone += bytesInFlight;
    bytesInFlight = 0;
    releaseShared(bytesDone);
    for (int i = 0; i < inFlight.length; i++) {
      release(inFlight[i]);
      inFlight[i] = NOTHING;
    }
    inFlight = NONE;
  }

  /** The write that was taken out may go on or not: its buffers are not to be used again. */
  void giveUpWrite() {
    for (ByteBuffer each : inFlight) {
      // Null if an Error came while they were taken out.
      if (each != null && !each.isReadOnly()) {
        pool.forget(each);
      }
    }
    inFlight = NONE;
    bytes -= bytesInFlight;
    bytesInFlight = 0;
  }

  /** Drops what is not being written. */
  void clear() {
    uncopied = null;
    moreUncopied = null;
    seal();
    for (ByteBuffer next = sealed.pollFirst(); next != null; next = sealed.pollFirst()) {
      release(next);
    }
    bytes = bytesInFlight;
    releaseShared(Long.MAX_VALUE);
  }

  private void releaseShared(long end) {
    if (sharedFrames == null) {
      return;
    }
    Shared first = sharedFrames.peekFirst();
    while (first != null && first.end() <= end) {
      SharedFrame frame = first.frame();
      long length = frame.length();
      frame.release();
      sharedFrames.removeFirst();
      sharedBytes -= length;
      first = sharedFrames.peekFirst();
    }
    if (first == null) {
      sharedFrames = null;
    }
  }

  private record Shared(SharedFrame frame, long end) {}

  private void frame(
      FrameEncoder encoder, int opcode, boolean fin, ByteBuffer payload, int at, int length) {
    ByteBuffer chunk = room(FrameEncoder.LONGEST_HEAD);
    int before = chunk.position();
    encoder.head(chunk, opcode, fin, length);
    bytes += chunk.position() - before;
    copy(payload, at, length);
    chunk = room(1);
    before = chunk.position();
    encoder.tail(chunk);
    bytes += chunk.position() - before;
  }

  private void copy(ByteBuffer from, int at, int length) {
    bytes += length;
    int done = 0;
    while (done < length) {
      ByteBuffer chunk = room(1);
      int part = Math.min(length - done, chunk.remaining());
      chunk.put(chunk.position(), from, at + done, part);
      chunk.position(chunk.position() + part);
      done += part;
    }
  }

  private ByteBuffer room(int length) {
    ByteBuffer chunk = tail;
    if (chunk == null || chunk.remaining() < length) {
      seal();
      chunk = pool.acquire();
      tail = chunk;
    }
    return chunk;
  }

  private void seal() {
    ByteBuffer chunk = tail;
    if (chunk != null) {
      if (chunk.position() == 0) {
        pool.release(chunk);
      } else {
        sealed.addLast(chunk.flip());
      }
      tail = null;
    }
  }

  private void release(ByteBuffer buffer) {
    if (!buffer.isReadOnly()) {
      pool.release(buffer);
    }
  }
}
