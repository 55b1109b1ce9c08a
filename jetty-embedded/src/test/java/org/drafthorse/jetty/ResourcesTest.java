package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResourcesTest {

  private static WebSocketServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        WebSocketServer.builder()
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .resource("/echo", new EchoResource())
            .resource("/everybody", new BroadcastResource())
            .build();
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static TestClient connect(String path) {
    return TestClient.connect(server.uri().resolve(path));
  }

  private static RawClient draft00(String path) throws IOException {
    return RawClient.draft00(server.uri(), path, "");
  }

  private static String frame(RawClient client) throws IOException {
    StringBuilder text = new StringBuilder();
    assertThat(client.read(1)).isEqualTo("\0");
    for (String next = client.read(1); !next.equals("\u00ff"); next = client.read(1)) {
      text.append(next);
    }
    return text.toString();
  }

  @Test
  void echoSendsBackTextAndBinary() throws Exception {
    TestClient client = connect("/echo");
    client.send("text");
    client.sendBinary("data");
    assertThat(client.next()).isEqualTo("text");
    assertThat(client.next()).isEqualTo("binary data");
  }

  @Test
  void broadcastReachesAllWithTheSenderVerbatim() throws Exception {
    TestClient one = connect("/everybody");
    TestClient two = connect("/everybody");
    try (RawClient old = draft00("/everybody")) {
      one.sendBinary("data");
      one.send("te\nxt");
      for (TestClient each : new TestClient[] {one, two}) {
        assertThat(each.next()).isEqualTo("binary data");
        assertThat(each.next()).isEqualTo("te\nxt");
      }
      assertThat(frame(old)).isEqualTo("te\nxt");
    }
  }

  @Test
  void chatTellsEverybodyWhoCameWhatWasSaidAndWhoWent() throws Exception {
    server.registry().register("/chat", new ChatResource());
    TestClient one = connect("/chat");
    assertThat(one.next()).isEqualTo("* guest 1 joined");
    try (RawClient old = draft00("/chat?name=ann")) {
      assertThat(one.next()).isEqualTo("* ann joined");
      assertThat(frame(old)).isEqualTo("* ann joined");
      one.send("hello\n* guest 2 left");
      assertThat(one.next()).isEqualTo("guest 1: hello * guest 2 left");
      assertThat(frame(old)).isEqualTo("guest 1: hello * guest 2 left");
      old.send("\0hi\u00ff");
      assertThat(one.next()).isEqualTo("ann: hi");
      assertThat(frame(old)).isEqualTo("ann: hi");
      one.sendBinary("data");
      assertThat(one.next()).isEqualTo("* guest 1 sends 4 bytes");
      assertThat(one.next()).isEqualTo("binary data");
      assertThat(frame(old)).isEqualTo("* guest 1 sends 4 bytes");
      old.send("\u00ff\0");
      assertThat(old.rest()).isEqualTo("\u00ff\0");
    }
    assertThat(one.next()).isEqualTo("* ann left");
  }

  @Test
  void chatNamesAreSingleAndForgeNothing() throws Exception {
    server.registry().register("/names", new ChatResource());
    TestClient first = connect("/names?name=guest+1");
    assertThat(first.next()).isEqualTo("* guest 1 joined");
    TestClient taken = connect("/names?x=y&name=%20guest%201%20");
    assertThat(taken.next()).isEqualTo("* guest 1 2 joined");
    assertThat(connect("/names").next()).isEqualTo("* guest 2 joined");
    assertThat(connect("/names?name=*%3Cb%3E%3A%0Aboss").next()).isEqualTo("* bboss joined");
    assertThat(ChatNames.asked("name=%zz")).isEmpty();
    assertThat(ChatNames.asked("name=one&name=two")).isEqualTo("one");
    assertThat(ChatNames.asked("names=one")).isEmpty();
    assertThat(connect("/names?name=%F0%9F%90%B4%C3%A9" + "n".repeat(40)).next())
        .isEqualTo("* \u00e9" + "n".repeat(23) + " joined");
  }

  @Test
  void aChatNameIsFreeAgainWhenItsOwnerIsGone() throws Exception {
    server.registry().register("/free", new ChatResource());
    TestClient first = connect("/free?name=ann");
    TestClient second = connect("/free?name=bob");
    assertThat(second.next()).isEqualTo("* bob joined");
    first.close();
    assertThat(second.next()).isEqualTo("* ann left");
    assertThat(connect("/free?name=ann").next()).isEqualTo("* ann joined");
  }
}
