package org.drafthorse;

/**
 * That messages are compressed for clients that offer permessage-deflate (RFC 7692); see {@link
 * ResourceOptions.Builder#deflate}. Off unless asked for: it costs the server far more time than it
 * saves on a fast network, and a secret in the same message as something that an attacker may
 * choose can be guessed from the length.
 *
 * <p>Without context takeover each message stands alone, and idle connections hold no memory for
 * it. With it, small messages that resemble each other become much smaller, at about 320 KiB of
 * native memory for each connection: if all of them would hold more than half of what connections
 * may hold together, further ones do without.
 *
 * <p>Limits hold for messages as they are when inflated, and are checked while that happens.
 *
 * @param contextTakeover whether messages may refer back to earlier ones of the same connection
 * @param threshold messages shorter than this many bytes are sent as they are; at least 1
 */
public record Deflate(boolean contextTakeover, int threshold) {

  private static final int DEFAULT_THRESHOLD = 1024;
  private static final int TAKEOVER_THRESHOLD = 64;

  /** Checks the threshold. */
  public Deflate {
    if (threshold < 1) {
      throw new IllegalArgumentException("the threshold is at least 1, not " + threshold);
    }
  }

  /** Without context takeover, messages from 1 KiB on. */
  public static Deflate defaults() {
    return new Deflate(false, DEFAULT_THRESHOLD);
  }

  /** The same, with context takeover; from 64 bytes on, unless another threshold was set. */
  public Deflate withContextTakeover() {
    return new Deflate(true, threshold == DEFAULT_THRESHOLD ? TAKEOVER_THRESHOLD : threshold);
  }

  /** The same, with that threshold. */
  public Deflate withThreshold(int bytes) {
    return new Deflate(contextTakeover, bytes);
  }
}
