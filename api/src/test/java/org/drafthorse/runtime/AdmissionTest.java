package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Limits;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in, and what the others are told. */
class AdmissionTest {

  private final LogCapture log = new LogCapture("org.drafthorse.handshake");
  private final RecordingResource resource = new RecordingResource();

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  @ParameterizedTest
  @EnumSource
  void aValidHandshakeOfEachVersionIsLetIn(ProtocolVersion version) {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      assertThat(server.runtime().admit(RequestHeads.of("/it", version)))
          .isInstanceOf(Admission.Admitted.class);
      assertThat(server.runtime().clientCount()).isEqualTo(1);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void anUnknownPathIs404() {
    try (TestServer server = new TestServer()) {
      assertRefused(server, RequestHeads.of("/nowhere", ProtocolVersion.V13), 404);
    }
  }

  @Test
  void aRequestThatIsNoHandshakeIs400() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      assertRefused(server, RequestHeads.raw("POST", "/it", "Host", "example.com"), 400);
      assertRefused(server, RequestHeads.raw("GET", "/it"), 400);
    }
  }

  @Test
  void aVersionThatIsNotEnabledIs426AndNamesThoseThatAre() {
    try (TestServer server =
        new TestServer(b -> b.versions(EnumSet.of(ProtocolVersion.V13, ProtocolVersion.V8)))) {
      server.register("/it", resource, Setup.DIRECT);
      Refusal refusal = assertRefused(server, RequestHeads.of("/it", ProtocolVersion.V00), 426);
      assertThat(refusal.headers()).containsEntry("Sec-WebSocket-Version", "13, 8");
    }
  }

  @Test
  void theVersionsOfAResourceGoBeforeThoseOfTheServer() {
    try (TestServer server = new TestServer()) {
      server.register(
          "/it", resource, Setup.DIRECT.options().versions(EnumSet.of(ProtocolVersion.V7)).build());
      assertRefused(server, RequestHeads.of("/it", ProtocolVersion.V13), 426);
      assertThat(server.runtime().admit(RequestHeads.of("/it", ProtocolVersion.V7)))
          .isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void aForeignOriginIs403() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      RequestHead head =
          RequestHeads.with("/it", ProtocolVersion.V13, "Origin", "http://a.example:1/<b>\u00e9");
      Refusal refusal = assertRefused(server, head, 403);
      assertThat(refusal.reason()).isEqualTo("the origin http://a.example:1/?b?? is not allowed");
    }
  }

  @Test
  void theResourceRefusesWith403OrAStatusOfItsOwn() {
    try (TestServer server = new TestServer()) {
      server.register("/no", deciding(HandshakeDecision.reject("not today")), Setup.DIRECT);
      server.register("/pay", deciding(HandshakeDecision.reject(402, "pay")), Setup.DIRECT);
      Refusal refusal = assertRefused(server, RequestHeads.of("/no", ProtocolVersion.V13), 403);
      assertThat(refusal.reason()).isEqualTo("not today");
      assertRefused(server, RequestHeads.of("/pay", ProtocolVersion.V13), 402);
    }
  }

  @Test
  void aResourceOrAPolicyThatFailsIs500AndReported() {
    try (TestServer server = new TestServer()) {
      Error error = new AssertionError("secret");
      resource.on("error", (c, none) -> {});
      server.register("/resource", failing(error), Setup.DIRECT);
      server.register("/null", deciding(null), Setup.DIRECT);
      OriginPolicy policy =
          request -> {
            throw error;
          };
      server.register("/policy", resource, Setup.DIRECT.options().origins(policy).build());
      try (LogCapture errors = new LogCapture(WebSocketResource.class.getName())) {
        Refusal refusal =
            assertRefused(server, RequestHeads.of("/resource", ProtocolVersion.V13), 500);
        assertThat(refusal.reason()).doesNotContain("secret");
        assertRefused(server, RequestHeads.of("/null", ProtocolVersion.V13), 500);
        assertThat(errors.lines()).hasSize(2);
      }
      assertRefused(server, RequestHeads.of("/policy", ProtocolVersion.V13), 500);
      assertThat(resource.errors()).containsExactly(error);
    }
  }

  @Test
  void aSubprotocolThatWasNotOfferedIsTheResourcesFailure() {
    try (LogCapture errors = new LogCapture(WebSocketResource.class.getName());
        TestServer server = new TestServer()) {
      HandshakeDecision decision = HandshakeDecision.accept().withSubprotocol("chat");
      server.register("/it", deciding(decision), Setup.DIRECT);
      assertRefused(server, RequestHeads.of("/it", ProtocolVersion.V13), 500);
      assertThat(errors.lines()).hasSize(1);
    }
  }

  @Test
  void tooManyClientsOfAResourceAre503UntilOneLeaves() {
    Limits one = Limits.builder().maxClients(1).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT.options().limits(one).build());
      FakeClient first = server.connect("/it");
      Refusal refusal = assertRefused(server, RequestHeads.of("/it", ProtocolVersion.V13), 503);
      assertThat(refusal.headers()).containsKey("Retry-After");
      first.close(1000);
      server.awaitNothingHeld();
      assertThat(server.connect("/it").connection().isOpen()).isTrue();
    }
  }

  @Test
  void tooManyClientsOfTheServerAre503() {
    try (TestServer server = new TestServer(builder -> builder.maxClients(2))) {
      server.register("/a", resource, Setup.DIRECT);
      server.register("/b", new RecordingResource(), Setup.DIRECT);
      server.connect("/a");
      server.connect("/b");
      assertRefused(server, RequestHeads.of("/a", ProtocolVersion.V13), 503);
      assertRefused(server, RequestHeads.of("/b", ProtocolVersion.V13), 503);
    }
  }

  @Test
  void aServerThatStopsIs503() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      server.runtime().stop(Duration.ZERO);
      assertRefused(server, RequestHeads.of("/it", ProtocolVersion.V13), 503);
    }
  }

  @Test
  void anAdmittedClientThatIsNeverOpenedLeavesItsPlaceAfterTheHandshakeTimeout() {
    Limits one = Limits.builder().maxClients(1).build();
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT.options().limits(one).build());
      FakeClient late =
          FakeClient.admit(
              server.runtime(),
              RequestHeads.of("/it", ProtocolVersion.V13),
              ProtocolVersion.V13,
              FakeTransport.Mode.INLINE);
      server.advance(Duration.ofSeconds(9));
      assertThat(server.runtime().clientCount()).isEqualTo(1);
      server.advance(Duration.ofSeconds(2));
      server.awaitNothingHeld();
      late.open();
      assertThat(late.transport().isAborted()).isTrue();
      assertThat(resource.events()).isEmpty();
      server.connect("/it");
      resource.await("open");
    }
  }

  @Test
  void aRefusalIsOneLineWhateverTheClientWrites() {
    try (TestServer server = new TestServer()) {
      String path = "/\r\nINFO: let in\u001b[2J\u2028\u0000" + "x".repeat(5000);
      assertThat(server.runtime().admit(RequestHeads.of(path, ProtocolVersion.V13)))
          .isInstanceOf(Admission.Refused.class);
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .startsWith("refused /??INFO: let in?[2J??xxx")
          .endsWith("... from 127.0.0.1:4711: 404 there is no WebSocket resource at this path")
          .matches("[ -~]{1,400}");
    }
  }

  private Refusal assertRefused(TestServer server, RequestHead head, int status) {
    int clients = server.runtime().clientCount();
    int lines = log.lines().size();
    Admission admission = server.runtime().admit(head);
    assertThat(admission).isInstanceOf(Admission.Refused.class);
    Refusal refusal = ((Admission.Refused) admission).refusal();
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(server.runtime().clientCount()).isEqualTo(clients);
    assertThat(log.lines()).hasSize(lines + 1);
    assertThat(log.lines().get(lines)).contains(": " + status + " " + refusal.reason());
    return refusal;
  }

  private static WebSocketResource deciding(HandshakeDecision decision) {
    return new WebSocketResource() {
      @Override
      public HandshakeDecision onHandshake(HandshakeRequest request) {
        return decision;
      }
    };
  }

  private static WebSocketResource failing(Error error) {
    return new WebSocketResource() {
      @Override
      public HandshakeDecision onHandshake(HandshakeRequest request) {
        throw error;
      }

      @Override
      public void onOpen(WebSocketConnection connection) {
        throw new AssertionError("it was refused");
      }
    };
  }
}
