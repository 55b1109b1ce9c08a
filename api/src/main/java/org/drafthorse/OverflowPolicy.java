package org.drafthorse;

/**
 * What happens to a client that reads too slowly: when a message would take its output queue above
 * {@link Limits#maxQueuedBytes()}.
 */
public enum OverflowPolicy {
  /**
   * Closes the client with 1008. What is queued before goes out if the client reads it within the
   * close timeout. The default.
   */
  CLOSE,
  /** Drops the new message, says {@link SendResult#DROPPED}, and goes on. */
  DROP
}
