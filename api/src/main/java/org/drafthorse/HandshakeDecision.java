package org.drafthorse;

import java.util.Objects;

/**
 * Whether a client may connect, and as what; the answer of {@link WebSocketResource#onHandshake}.
 *
 * <p>Immutable.
 */
public final class HandshakeDecision {

  private static final HandshakeDecision ACCEPT =
      new HandshakeDecision(0, "", null, null, null, null);

  private final int status;
  private final String reason;
  private final @Nullable String subprotocol;
  private final @Nullable String origin;
  private final @Nullable String location;
  private final @Nullable ResourceContext mailbox;

  private HandshakeDecision(
      int status,
      String reason,
      @Nullable String subprotocol,
      @Nullable String origin,
      @Nullable String location,
      @Nullable ResourceContext mailbox) {
    this.status = status;
    this.reason = reason;
    this.subprotocol = subprotocol;
    this.origin = origin;
    this.location = location;
    this.mailbox = mailbox;
  }

  /** Lets the client in, without a subprotocol. */
  public static HandshakeDecision accept() {
    return ACCEPT;
  }

  /** Lets the client in with the first of these subprotocols that it offers, or with none. */
  public static HandshakeDecision accept(HandshakeRequest request, String... supported) {
    for (String each : supported) {
      if (request.subprotocols().contains(each)) {
        return ACCEPT.withSubprotocol(each);
      }
    }
    return ACCEPT;
  }

  /** Refuses with HTTP status 403. The reason goes to the log and to the client. */
  public static HandshakeDecision reject(String reason) {
    return reject(403, reason);
  }

  /**
   * Refuses with this HTTP status.
   *
   * @param status 400 to 599
   * @param reason printable ASCII, for the log and for the client
   * @throws IllegalArgumentException if either is anything else
   */
  public static HandshakeDecision reject(int status, String reason) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a refusal has a status of 400 to 599, not " + status);
    }
    return new HandshakeDecision(status, printable("reason", reason), null, null, null, null);
  }

  /** Also agrees on this subprotocol, which must be one that the client offered. */
  public HandshakeDecision withSubprotocol(String name) {
    return new HandshakeDecision(
        status, reason, printable("subprotocol", name), origin, location, mailbox);
  }

  /** Claims this origin in the answer instead of the client's; only version 00 sends it. */
  public HandshakeDecision withOrigin(String claimed) {
    return new HandshakeDecision(
        status, reason, subprotocol, printable("origin", claimed), location, mailbox);
  }

  /** Claims this location in the answer instead of the request's; only version 00 sends it. */
  public HandshakeDecision withLocation(String claimed) {
    return new HandshakeDecision(
        status, reason, subprotocol, origin, printable("location", claimed), mailbox);
  }

  /**
   * Runs this client's callbacks in the mailbox of that resource, hence never at once with its
   * callbacks. The handler stays this one.
   */
  public HandshakeDecision withMailboxOf(ResourceContext other) {
    return new HandshakeDecision(
        status, reason, subprotocol, origin, location, Objects.requireNonNull(other));
  }

  /** Whether the client may connect. */
  public boolean isAccepted() {
    return status == 0;
  }

  /** The HTTP status of a refusal, 0 if accepted. */
  public int status() {
    return status;
  }

  /** Why it was refused, empty if accepted. */
  public String reason() {
    return reason;
  }

  /** The subprotocol agreed on, or null. */
  public @Nullable String subprotocol() {
    return subprotocol;
  }

  /** The origin to claim, or null for the client's. */
  public @Nullable String origin() {
    return origin;
  }

  /** The location to claim, or null for the request's. */
  public @Nullable String location() {
    return location;
  }

  /** Whose mailbox runs the callbacks, or null for the resource's own. */
  public @Nullable ResourceContext mailbox() {
    return mailbox;
  }

  private static String printable(String what, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        throw new IllegalArgumentException(what + " has a character that is not printable ASCII");
      }
    }
    return value;
  }
}
