package org.drafthorse.wire;

import java.net.URI;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.programs.ProgramUser;

/** A server that the contract is tested on, in this process or in another one. */
interface Place extends ProgramUser {

  /** As the table calls it. */
  String title();

  /**
   * Where clients that come by that carrier find a path (and query) of the contract's resources.
   */
  URI uri(Carrier carrier, String path);

  /** Why that version cannot be had there, or null if it can. */
  default @Nullable String inability(ProtocolVersion version) {
    return null;
  }

  @Override
  default List<String> programs() {
    return List.of();
  }

  /** With which status the client that connected with this query string was reported closed. */
  CloseStatus awaitClose(String id);

  /** How often that client was reported closed. */
  int closeCount(String id);

  /** How many clients of the test's the server counts. */
  int clientCount();
}
