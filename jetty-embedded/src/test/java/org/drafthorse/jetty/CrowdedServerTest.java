package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.wire.Await;
import org.drafthorse.wire.LogTrap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many connections as there may be, most of which say nothing, or next to nothing. */
@Timeout(60)
class CrowdedServerTest {

  private static final int MOST_CLIENTS = 10;

  /** The server takes a thousand more than clients. */
  private static final int MOST = MOST_CLIENTS + 1000;

  private static final String PLAIN = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final List<RawClient> crowd = new ArrayList<>();
  private WebSocketServer server;
  private LogTrap log;

  @BeforeEach
  void start() throws IOException {
    log = new LogTrap();
    server =
        WebSocketServer.builder()
            .maxClients(MOST_CLIENTS)
            // So long that it plays no part.
            .headTimeout(Duration.ofMinutes(10))
            .resource("/echo", new EchoResource())
            .build();
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient each : crowd) {
      each.close();
    }
    server.stop();
    log.close();
  }

  @Test
  void thoseThatHaveSaidLeastOfARequestForLongestMakeRoomAndNobodyElseDoes() throws Exception {
    TestClient webSocket = TestClient.connect(server.uri().resolve("/echo"));
    RawClient keptAlive = connect(PLAIN);
    assertThat(keptAlive.head()).startsWith("HTTP/1.1 404 ");
    List<RawClient> talkative = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      talkative.add(connect(PLAIN.substring(0, PLAIN.length() - 1)));
    }
    List<RawClient> silent = new ArrayList<>();
    while (2 + talkative.size() + silent.size() < MOST) {
      silent.add(connect(silent.size() % 2 == 0 ? "" : "G"));
    }
    TestClient newcomer = TestClient.connect(server.uri().resolve("/echo"));
    newcomer.send("I am in");
    assertThat(newcomer.next()).isEqualTo("I am in");

    webSocket.send("still here");
    assertThat(webSocket.next()).isEqualTo("still here");
    for (RawClient each : talkative) {
      each.send("\n");
      assertThat(each.head()).startsWith("HTTP/1.1 404 ");
    }
    assertThat(keptAlive.read(30)).endsWith("path\n");
    keptAlive.send(PLAIN);
    assertThat(keptAlive.head()).startsWith("HTTP/1.1 404 ");
    Await.until(() -> log.lines() + "", () -> !lines("had said least").isEmpty());
    assertThat(lines("had said least"))
        .singleElement()
        .asString()
        .matches(
            "cut, as all "
                + MOST
                + " connections that there may be were there: those that had said least of a"
                + " request for longest: \\d\\d?");
  }

  @Test
  void whereAllAreInUseNewcomersWaitUntilOneGoesAndTheLogSaysSo() throws Exception {
    for (int i = 0; i < MOST; i++) {
      crowd.add(new RawClient(server.uri()));
      crowd.get(i).send(PLAIN);
      assertThat(crowd.get(i).head()).startsWith("HTTP/1.1 404 ");
    }
    Await.until(() -> log.lines() + "", () -> !lines("newcomers wait").isEmpty());
    try (RawClient newcomer = new RawClient(server.uri())) {
      newcomer.send(PLAIN);
      crowd.remove(0).close();
      assertThat(newcomer.head()).startsWith("HTTP/1.1 404 ");
    }
  }

  private RawClient connect(String first) throws IOException {
    URI uri = server.uri();
    RawClient client = new RawClient(uri);
    crowd.add(client);
    client.send(first);
    return client;
  }

  private List<String> lines(String with) {
    return log.lines().stream().filter(each -> each.contains(with)).toList();
  }
}
