package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.conformance.Cases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs behind all other tests, and sums up which cases have passed on which transport. */
@Tag("table")
final class ConformancePageTest {

  private static final Path PAGE = Path.of("target", "conformance.html");

  @Test
  void everyCaseHasPassedOnEveryTransportThatCan() throws IOException {
    ConformancePage page = new ConformancePage();
    for (String module : new String[] {"api", "servlet-adapter", "jetty-embedded"}) {
      page.read(Path.of("..", module, "target", "conformance"));
    }
    Files.writeString(PAGE, page.html());
    System.out.println("\nConformance, section by section: " + PAGE.toAbsolutePath() + "\n");
    for (ProtocolVersion version : ProtocolVersion.values()) {
      int streams =
          (int) Cases.all().stream().filter(each -> each.versions().contains(version)).count();
      int handshakes =
          (int) HandshakeCases.all().stream().filter(each -> each.version() == version).count();
      for (String transport : new String[] {"Jetty", "Jetty, TLS"}) {
        assertThat(page.count(transport, version))
            .as("%s, %s", transport, version)
            .isEqualTo(streams + handshakes);
      }
    }
  }
}
