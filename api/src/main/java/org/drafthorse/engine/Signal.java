package org.drafthorse.engine;

/** What {@link ProtocolEngine#read} came to. */
public enum Signal {
  /** All bytes are consumed, and nothing is complete. */
  NEED_INPUT,
  /** Version 00: the challenge is complete; {@link ProtocolEngine#data} is the answer to send. */
  OPENED,
  /** A text message: {@link ProtocolEngine#text}. */
  TEXT,
  /** A binary message: {@link ProtocolEngine#data}. */
  BINARY,
  /** A ping: {@link ProtocolEngine#data}. */
  PING,
  /** A pong: {@link ProtocolEngine#data}. */
  PONG,
  /** The peer's close: {@link ProtocolEngine#closeStatus}. All that follows is discarded. */
  CLOSE,
  /**
   * The peer broke a rule: {@link ProtocolEngine#closeStatus} says how to close. All that follows
   * is discarded.
   */
  FAILED
}
