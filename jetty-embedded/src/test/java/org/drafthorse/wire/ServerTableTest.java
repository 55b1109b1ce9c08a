package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.drafthorse.ListenerMode;
import org.drafthorse.wire.ContractRecords.Passed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs behind all other tests of the module, and prints what they have proved, and those of the
 * containers, in one table.
 */
@Tag("table")
final class ServerTableTest {

  private static final Path OF_CONTAINERS =
      Path.of("..", "servlet-adapter").resolve(ContractRecords.FILE);

  @Test
  void theServerHasPassedTheContractOverEveryCarrier() throws IOException {
    List<Passed> passed = new ArrayList<>(ContractRecords.read(ContractRecords.FILE));
    List<Passed> ofContainers = ContractRecords.read(OF_CONTAINERS);
    passed.addAll(ofContainers);
    ContractTable table = new ContractTable(passed);
    for (Carrier each : Carrier.values()) {
      table.row(
          ServerContractTest.SERVERS, each, EnumSet.of(ListenerMode.DIRECT, ListenerMode.EXECUTOR));
    }
    if (!ofContainers.isEmpty()) {
      table.containers();
    }
    Files.writeString(Path.of("target", "contract-table.txt"), table + "\n");
    System.out.println("\n" + table + "\n");
    assertThat(table.missing()).isEmpty();
  }
}
