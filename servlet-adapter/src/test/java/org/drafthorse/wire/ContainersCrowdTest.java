package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand clients that announce much, send none of it, and leave without a word. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
final class ContainersCrowdTest extends HostileClients {

  private static final int CLIENTS = 1000;
  private static final long MIB = 1024 * 1024;

  /** Tomcat keeps the buffers of some hundred connections; a thousand that stay are more. */
  private static final long FOR_THOSE_TO_COME = 6 * MIB;

  /** The heap of each container when its first crowd had left. */
  private static final Map<Container, Long> BEHIND_THE_FIRST = new EnumMap<>(Container.class);

  @Test
  void announcementsTakeNoMemoryAndLeaversKeepNone() throws Exception {
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
    container.awaitNoClients();
    Long first = BEHIND_THE_FIRST.putIfAbsent(container, heap());
    if (first != null) {
      assertThat(heap() - first).isLessThan(FOR_THOSE_TO_COME);
    }
  }

  private long heap() {
    return Long.parseLong(container.ask("heap"));
  }
}
