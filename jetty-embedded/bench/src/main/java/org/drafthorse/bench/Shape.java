package org.drafthorse.bench;

import org.drafthorse.Nullable;

/**
 * How large a load is.
 *
 * @param connections how many clients there are
 * @param inFlight how many messages may be unanswered: of each client, or of the one that sends
 * @param size how many bytes of payload a message has
 */
record Shape(int connections, int inFlight, int size) {

  /** The same, but for what is given. */
  Shape with(@Nullable Integer connections, @Nullable Integer inFlight, @Nullable Integer size) {
    return new Shape(
        connections == null ? this.connections : connections,
        inFlight == null ? this.inFlight : inFlight,
        size == null ? this.size : size);
  }

  @Override
  public String toString() {
    return connections + " x " + inFlight + " x " + size + " B";
  }
}
