package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand clients that announce much, and send none of it. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
final class ContainersCrowdTest extends HostileClients {

  private static final int CLIENTS = 1000;
  private static final long MIB = 1024 * 1024;

  @Test
  void announcementsTakeNoMemory() throws Exception {
    byte[] announcement =
        isDraft00() ? new byte[] {0} : Frames.header(0x82, ContractResources.MOST);
    List<WireSocket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        crowd.add(open("/DIRECT"));
        echo(crowd.get(i), "all that a connection has it has now");
      }
      long before = heap();
      for (WireSocket each : crowd) {
        // What comes in one segment is read at once: the echo says that both were.
        each.send(Frames.concat(text("and"), announcement));
        assertThat(nextText(each)).isEqualTo("and");
      }
      assertThat(heap() - before).isLessThan(MIB);
      assertThat(Long.parseLong(container.ask("held"))).isLessThan(MIB);
    } finally {
      for (WireSocket each : crowd) {
        each.reset();
      }
    }
  }

  private long heap() {
    return Long.parseLong(container.ask("heap"));
  }
}
