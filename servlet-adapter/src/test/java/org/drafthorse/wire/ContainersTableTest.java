package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs behind all other tests of the module, and prints what they have proved. */
@Tag("table")
final class ContainersTableTest {

  @Test
  void everyContainerHasPassedTheContract() throws IOException {
    ContractTable table = new ContractTable(ContractRecords.read(ContractRecords.FILE));
    table.containers();
    Files.writeString(Path.of("target", "contract-table.txt"), table + "\n");
    System.out.println("\n" + table + "\n");
    assertThat(table.missing()).isEmpty();
  }
}
