package org.drafthorse.runtime;

import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.drafthorse.Nullable;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.engine.deflate.MessageInflater;
import org.drafthorse.engine.deflate.ZipPool;

/**
 * What compresses and inflates for all connections of a runtime, and how many of them may hold on
 * to it from message to message. Any thread.
 */
final class Compression {

  /** About what a deflater and an inflater take in native memory. */
  private static final long TAKEOVER_BYTES = 320 * 1024;

  private static final int MOST_IDLE = 4 * Runtime.getRuntime().availableProcessors();

  private final ZipPool<Deflater> deflaters = ZipPool.ofDeflaters(MOST_IDLE);
  private final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(MOST_IDLE);
  private final LongSupplier budgetBytes;
  private long takeovers;

  Compression(LongSupplier budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  ZipPool<Deflater> deflaters() {
    return deflaters;
  }

  /** What inflates the messages of a client that agreed on it. */
  @Nullable
  MessageInflater inflater(@Nullable DeflateAgreement agreement) {
    return agreement == null ? null : new MessageInflater(inflaters, agreement.clientTakeover());
  }

  /** Takes a place for a connection with context takeover, if half of the budget has room. */
  synchronized boolean reserveTakeover() {
    if ((takeovers + 1) * TAKEOVER_BYTES > budgetBytes.getAsLong() / 2) {
      return false;
    }
    takeovers++;
    return true;
  }

  /** Gives the place back. */
  synchronized void releaseTakeover() {
    takeovers--;
  }

  /** How many deflaters and inflaters are in use; an idle connection without takeover has none. */
  int inUse() {
    return deflaters.inUse() + inflaters.inUse();
  }

  void close() {
    deflaters.close();
    inflaters.close();
  }
}
