package org.drafthorse.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.drafthorse.ProtocolVersion;

/** Notes which cases have passed on a transport, for the page that sums them up. Any thread. */
public final class ConformanceRecords {

  private static final Path DIRECTORY = Path.of("target", "conformance");

  private final String transport;
  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  /**
   * Nothing passed yet.
   *
   * @param transport as the page names it
   */
  public ConformanceRecords(String transport) {
    this.transport = transport;
  }

  /** Notes a case. */
  public void passed(Case each, ProtocolVersion version) {
    passed(each.section(), version, each.toString());
  }

  /** Notes anything else that a section asks for. */
  public void passed(String section, ProtocolVersion version, String what) {
    lines.add(String.join("\t", section, version.name(), transport, what));
  }

  /** Writes all of it. */
  public void write() throws IOException {
    Files.createDirectories(DIRECTORY);
    Files.write(DIRECTORY.resolve(transport + ".tsv"), List.copyOf(lines));
  }
}
