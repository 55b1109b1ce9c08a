package org.drafthorse.bench;

import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.Nullable;

/**
 * How large a load is.
 *
 * @param connections how many clients there are
 * @param inFlight how many messages may be unanswered: of each client, or of the one that sends
 * @param size how many bytes of payload a message has
 * @param fragments how many frames a client sends it in
 * @param resources over how many resources the clients are spread
 */
record Shape(int connections, int inFlight, int size, int fragments, int resources) {

  /** Messages in one frame, on one resource. */
  Shape(int connections, int inFlight, int size) {
    this(connections, inFlight, size, 1, 1);
  }

  /** The same, but for what is given. */
  Shape with(@Nullable Integer connections, @Nullable Integer inFlight, @Nullable Integer size) {
    return new Shape(
        connections == null ? this.connections : connections,
        inFlight == null ? this.inFlight : inFlight,
        size == null ? this.size : size,
        fragments,
        resources);
  }

  /** For the command line of the load generator. */
  List<String> arguments() {
    return Stream.of(connections, inFlight, size, fragments, resources)
        .map(String::valueOf)
        .toList();
  }

  /** The opposite. */
  static Shape parse(List<String> arguments) {
    int[] all = arguments.stream().mapToInt(Integer::parseInt).toArray();
    return new Shape(all[0], all[1], all[2], all[3], all[4]);
  }

  @Override
  public String toString() {
    return connections + " x " + inFlight + " x " + size + " B";
  }
}
