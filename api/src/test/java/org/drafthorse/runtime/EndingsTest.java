package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.SendResult;
import org.drafthorse.conformance.ConformanceRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the published table of endings, against what happens. */
class EndingsTest {

  private static final Path TABLE = Path.of("ENDINGS.md");
  private static final ConformanceRecords RECORDS = new ConformanceRecords("endings");

  /** The cells of each row that is about a connection that had opened, by its first cell. */
  private static Map<String, List<String>> rows() throws IOException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (line.startsWith("| ") && !line.contains("---")) {
        List<String> cells =
            Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
        rows.put(cells.get(0), cells.subList(1, cells.size()));
      }
    }
    return rows;
  }

  @AfterAll
  static void write() throws IOException {
    RECORDS.write();
  }

  /** In every version, and in every listener mode. */
  static Stream<Arguments> allWays() {
    return Arrays.stream(WayToEnd.values()).flatMap(EndingsTest::inAllVersionsAndModes);
  }

  private static Stream<Arguments> inAllVersionsAndModes(WayToEnd way) {
    return Stream.concat(
        Arrays.stream(ProtocolVersion.values())
            .map(version -> Arguments.of(way, version, Setup.DIRECT)),
        Arrays.stream(Setup.values())
            .filter(setup -> setup != Setup.DIRECT)
            .map(setup -> Arguments.of(way, ProtocolVersion.V13, setup)));
  }

  @Test
  void theTableHasARowForEachWayAndNoOther() throws IOException {
    List<String> titles = new ArrayList<>();
    titles.add("ending");
    Arrays.stream(WayToEnd.values()).map(WayToEnd::title).forEach(titles::add);
    assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(titles);
  }

  @ParameterizedTest
  @MethodSource("allWays")
  void whatHappensIsWhatTheTableSays(WayToEnd way, ProtocolVersion version, Setup setup)
      throws IOException {
    List<String> row = rows().get(way.title());
    boolean draft00 = version == ProtocolVersion.V00;
    if (row.get(draft00 ? 2 : 0).equals("does not exist")) {
      assertThat(draft00).isTrue();
      return;
    }
    String expected =
        String.join(", ", row.get(draft00 ? 2 : 0), row.get(draft00 ? 3 : 1), row.get(4));
    assertThat(happens(way, version, setup)).isEqualTo(expected);
    RECORDS.passed("endings", version, way.title() + ", " + setup);
  }

  /** What goes out, what {@code onClose} gets, and how TCP ends. */
  private static String happens(WayToEnd way, ProtocolVersion version, Setup setup) {
    RecordingResource resource = new RecordingResource();
    resource.on("text", WayToEnd::answer);
    long budget = way == WayToEnd.BUDGET ? 6_000 : 10_000_000;
    try (TestServer server = new TestServer(builder -> builder.byteBudget(budget))) {
      server.register("/it", resource, setup.options().limits(WayToEnd.LIMITS).build());
      FakeClient client = server.connect("/it", version, FakeTransport.Mode.INLINE);
      client.text("before");
      resource.await("text before");
      way.end(server, client);
      Await.until("onClose", () -> resource.events().stream().anyMatch(e -> e.startsWith("close")));
      Await.until("TCP is gone", () -> client.transport().isGone());
      server.awaitNothingHeld();
      String tcp = client.transport().isAborted() ? "cut" : "closed";
      assertThat(client.transport().violations()).isZero();
      assertThat(client.connection().sendText("late")).isEqualTo(SendResult.CLOSED);
      assertThat(resource.context().connections()).isEmpty();
      client.text("late").endOfInput();
      client.reset();
      assertThat(resource.events()).startsWith("open", "text before");
      assertThat(resource.events()).filteredOn(e -> e.startsWith("close")).hasSize(1);
      String told = resource.events().get(resource.events().size() - 1).substring(6);
      return String.join(", ", onTheWire(client), told, tcp);
    }
  }

  private static String onTheWire(FakeClient client) {
    List<WireFrame> closes = client.frames().stream().filter(WireFrame::isClose).toList();
    assertThat(closes).hasSizeLessThan(2);
    if (closes.isEmpty()) {
      return "nothing";
    }
    if (client.version() == ProtocolVersion.V00) {
      return "FF 00";
    }
    int code = closes.get(0).closeCode();
    return code == CloseStatus.NO_STATUS.code() ? "no code" : Integer.toString(code);
  }

  @Test
  void withoutAHalfCloseTheServerWaitsUntilTheClientIsQuiet() {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      client.transport().closesOnlyBothWays();
      client.frame(0x83, new byte[0]);
      Await.until("FIN is wanted", () -> client.transport().wasAskedToShutDown());
      server.advance(Duration.ofMillis(400));
      client.frame(0x81, new byte[] {'x'});
      server.advance(Duration.ofMillis(400));
      assertThat(client.transport().isClosed()).as("while the peer still sends").isFalse();
      Await.until(
          "TCP is closed",
          () -> {
            server.advance(Duration.ofMillis(600));
            return client.transport().isClosed();
          });
      assertThat(client.received()).containsExactly("close 1002");
    }
  }

  @Test
  void aHandshakeOfVersion00ThatIsNotCompletedTellsNobody() {
    RecordingResource resource = new RecordingResource();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = FakeClient.inMidHandshake(server.runtime(), "/it", 7);
      server.advance(Duration.ofSeconds(11));
      Await.until("TCP is gone", () -> client.transport().isGone());
      server.awaitNothingHeld();
      assertThat(client.transport().bytes()).isEmpty();
      assertThat(resource.events()).isEmpty();
    }
  }
}
