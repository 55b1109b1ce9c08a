package org.drafthorse;

/** What became of a message, ping or close that was handed to {@link WebSocketConnection}. */
public enum SendResult {
  /**
   * Taken: it goes out in order, as soon as the network takes it. Whether it arrived, only the peer
   * can say.
   */
  SENT,
  /**
   * Refused: the output queue is full and the resource's {@link OverflowPolicy} is to drop. The
   * connection goes on.
   */
  DROPPED,
  /** Refused: the connection is closed or closing, or was closed now because its queue is full. */
  CLOSED,
  /** Refused: the connection's {@link ProtocolVersion} has no such message; it goes on. */
  UNSUPPORTED
}
