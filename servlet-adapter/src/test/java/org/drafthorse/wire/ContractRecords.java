package org.drafthorse.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Notes in a file each test of the contract that passed, for the table at the module's end. Every
 * record carries the build's own mark, so that an old one never stands for a test that did not run.
 */
final class ContractRecords implements BeforeEachCallback, TestWatcher {

  /** A test that passed. */
  record Passed(String row, ProtocolVersion version, ListenerMode mode, String test) {}

  static final Path FILE = Path.of("target", "contract.tsv");

  private static final String BUILD = System.getProperty("drafthorse.build", "none");

  private static final Namespace NAMESPACE = Namespace.create(ContractRecords.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    if (context.getRequiredTestInstance() instanceof ClientContract contract) {
      context.getStore(NAMESPACE).put(Way.class, contract.way);
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    Way way = context.getStore(NAMESPACE).get(Way.class, Way.class);
    if (way != null) {
      String test = context.getRequiredTestMethod().getName();
      note(new Passed(way.row(), way.client().version(), way.mode(), test));
    }
  }

  static void note(Passed passed) {
    String line =
        String.join(
            "\t",
            BUILD,
            passed.row(),
            passed.version().name(),
            passed.mode().name(),
            passed.test());
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this build has noted in that file; nothing if there is none. */
  static List<Passed> read(Path file) {
    try {
      return Files.notExists(file)
          ? List.of()
          : Files.readAllLines(file).stream()
              .map(line -> line.split("\t", 5))
              .filter(words -> words[0].equals(BUILD))
              .map(ContractRecords::passed)
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Passed passed(String[] words) {
    return new Passed(
        words[1], ProtocolVersion.valueOf(words[2]), ListenerMode.valueOf(words[3]), words[4]);
  }
}
