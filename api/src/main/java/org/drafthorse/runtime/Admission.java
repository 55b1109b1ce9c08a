package org.drafthorse.runtime;

import org.drafthorse.engine.HandshakeAnswer;
import org.drafthorse.engine.Refusal;

/** Whether a client is let in. */
public sealed interface Admission {

  /**
   * It is. The adapter answers, takes over the raw connection and calls {@link
   * ConnectionDriver#open}; if it never does, the place is free again after the handshake timeout.
   *
   * @param answer the head to send, with its status
   * @param driver the connection, not open yet
   */
  record Admitted(HandshakeAnswer answer, ConnectionDriver driver) implements Admission {}

  /**
   * It is not; this was logged.
   *
   * @param refusal what to answer
   */
  record Refused(Refusal refusal) implements Admission {}
}
