package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.drafthorse.Limits;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads: a line for what went wrong, and no flood of them. */
class OperatorLogTest {

  private final RecordingResource resource = new RecordingResource();
  private final LogCapture log = new LogCapture("org.drafthorse");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aMessageThatIsTooLargeIsOneLine() {
    try (TestServer server = server()) {
      server.connect("/it").frame(0x82, new byte[70_000]);
      assertThat(linesWith("1009")).hasSize(1);
      assertThat(linesWith("1009").get(0)).contains("closed /it 127.0.0.1:4711 v13", "65536");
    }
  }

  @Test
  void aClientThatReadsTooSlowlyIsOneLine() {
    try (TestServer server = new TestServer()) {
      Limits few = Limits.builder().maxQueuedBytes(100_000).build();
      server.register(
          "/it",
          resource,
          Setup.DIRECT.options().limits(few).overflowPolicy(OverflowPolicy.CLOSE).build());
      FakeClient slow = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      for (int i = 0; i < 10; i++) {
        slow.connection().sendText("x".repeat(50_000));
      }
      assertThat(linesWith("1008")).hasSize(1);
      assertThat(linesWith("1008").get(0)).contains("reads too slowly");
    }
  }

  @Test
  void aHandlerThatFailsIsOneLine() {
    resource.on(
        "text",
        (c, text) -> {
          throw new IllegalStateException("as it was asked");
        });
    try (TestServer server = server()) {
      server.connect("/it").text("fail");
      assertThat(linesWith("1011")).hasSize(1);
    }
  }

  @Test
  void aFloodOfOneKindIsSummedUpAndLeavesTheOthersTheirLines() {
    try (TestServer server = server()) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(
                server
                    .runtime()
                    .admit(
                        RequestHeads.with(
                            "/it", ProtocolVersion.V13, "Origin", "http://evil.example")))
            .isInstanceOf(Admission.Refused.class);
      }
      assertThat(linesWith("403")).hasSize(10);
      Admission unknown = server.runtime().admit(RequestHeads.of("/none", ProtocolVersion.V13));
      assertThat(unknown).isInstanceOf(Admission.Refused.class);
      assertThat(linesWith("404")).hasSize(1);
      server.advance(Duration.ofSeconds(10));
      assertThat(linesWith("refused with 403: 990 more in the last ten seconds")).hasSize(1);
      server.advance(Duration.ofSeconds(10));
      assertThat(linesWith("more in the last")).hasSize(1);
    }
  }

  @Test
  void aFullServerSaysWhoseLimitItIs() {
    try (TestServer server = new TestServer(builder -> builder.maxClients(2))) {
      Limits one = Limits.builder().maxClients(1).build();
      server.register("/one", resource, Setup.DIRECT.options().limits(one).build());
      server.register("/it", new RecordingResource(), Setup.DIRECT);
      server.connect("/one");
      assertThat(refusal(server, "/one")).contains("this resource has all", "1");
      server.connect("/it");
      assertThat(refusal(server, "/it")).contains("the server has all", "2");
    }
  }

  @Test
  void aSubprotocolThatNobodyAnsweredIsOneLine() {
    try (TestServer server = server()) {
      Admission admission =
          server
              .runtime()
              .admit(
                  RequestHeads.with(
                      "/it", ProtocolVersion.V13, "Sec-WebSocket-Protocol", "chat.v2, chat"));
      assertThat(admission).isInstanceOf(Admission.Admitted.class);
      assertThat(linesWith("none of the subprotocols that it asked for (chat.v2, chat)"))
          .hasSize(1);
      server.connect("/it");
      assertThat(linesWith("subprotocol")).hasSize(1);
    }
  }

  @Test
  void theStartTellsPathsVersionsAndLimits() {
    try (TestServer server = server()) {
      server.runtime().start();
      assertThat(log.lines())
          .contains("paths: /it", "versions: 13, 8, 7, 0")
          .anyMatch(each -> each.startsWith("limits: 10000 clients, "));
    }
  }

  private TestServer server() {
    TestServer server = new TestServer();
    server.register("/it", resource, Setup.DIRECT);
    return server;
  }

  private static String refusal(TestServer server, String path) {
    Admission admission = server.runtime().admit(RequestHeads.of(path, ProtocolVersion.V13));
    return ((Admission.Refused) admission).refusal().reason();
  }

  private List<String> linesWith(String part) {
    return log.lines().stream().filter(each -> each.contains(part)).toList();
  }
}
