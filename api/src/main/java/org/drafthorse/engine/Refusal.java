package org.drafthorse.engine;

import java.util.Map;

/**
 * Why a handshake is refused: a value, never an exception.
 *
 * @param status the HTTP status
 * @param reason one line of ASCII that names the header at fault and never holds its value
 * @param headers to send with the answer
 */
public record Refusal(int status, String reason, Map<String, String> headers)
    implements OpeningHandshake.Outcome {

  /** A refusal without headers of its own. */
  public Refusal(int status, String reason) {
    this(status, reason, Map.of());
  }
}
