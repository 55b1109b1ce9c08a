package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.wire.ContractRecords.Passed;
import org.junit.jupiter.api.Test;

/** A version that a container makes impossible is refused, and the answer says why. */
final class RefusedVersionTest {

  @Test
  void theRefusalSaysWhy() throws Exception {
    for (Container container : Container.values()) {
      for (ProtocolVersion version : ProtocolVersion.values()) {
        String inability = container.inability(version);
        if (inability != null) {
          assertRefused(container, version, inability);
        }
      }
    }
  }

  private static void assertRefused(Container container, ProtocolVersion version, String why)
      throws Exception {
    try (WireSocket socket = WireSocket.connect(container.port())) {
      socket.send(new Handshake(version, "/DIRECT").bytes());
      assertThat(socket.readHead()).startsWith("HTTP/1.1 501 ");
      assertThat(new String(socket.readToEnd(), StandardCharsets.US_ASCII)).isEqualTo(why + "\n");
    }
    for (Carrier carrier : List.of(Carrier.TCP, Carrier.TLS)) {
      String row = Way.row(container, carrier);
      ContractRecords.note(new Passed(row, version, ListenerMode.DIRECT, ContractTable.REFUSAL));
    }
  }
}
