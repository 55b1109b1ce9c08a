package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.WebSocketResource;
import org.drafthorse.engine.RequestHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a resource learns of the request behind a handshake. */
class SnapshotTest {

  private static final String[] BEHIND_TLS = {
    "X-Forwarded-For",
    "9.9.9.9, 192.0.2.7",
    "X-Forwarded-Proto",
    "https",
    "X-Forwarded-Host",
    "a.example"
  };

  private final LogCapture log = new LogCapture("org.drafthorse.handshake");
  private final List<HandshakeRequest> seen = new ArrayList<>();

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  private Admission admit(UnaryOperator<WebSocketRuntime.Builder> settings, RequestHead head) {
    try (TestServer server = new TestServer(settings)) {
      server.register("/it", new Recorder(), Setup.DIRECT);
      return server.runtime().admit(head);
    }
  }

  private HandshakeRequest snapshot(
      UnaryOperator<WebSocketRuntime.Builder> settings, RequestHead head) {
    assertThat(admit(settings, head)).isInstanceOf(Admission.Admitted.class);
    return seen.get(0);
  }

  private static RequestHead.Builder request() {
    return RequestHead.builder()
        .target("/it", "/it", null)
        .peer(InetSocketAddress.createUnresolved("127.0.0.1", 4711))
        .headers(
            "Host",
            "on.the.wire",
            "Connection",
            "Upgrade",
            "Upgrade",
            "websocket",
            "Sec-WebSocket-Key",
            "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version",
            "13");
  }

  @Test
  void withoutTrustedProxiesAClientIsWhoeverConnects() {
    HandshakeRequest request =
        snapshot(b -> b, RequestHeads.with("/it", ProtocolVersion.V13, BEHIND_TLS));
    assertThat(request.host()).isEqualTo("127.0.0.1");
    assertThat(request.port()).isEqualTo(4711);
    assertThat(request.isSecure()).isFalse();
    assertThat(request.authority()).isEqualTo("example.com");
  }

  @ParameterizedTest
  @EnumSource
  void behindATrustedProxyItIsWhomTheProxyNames(ProtocolVersion version) {
    HandshakeRequest request =
        snapshot(b -> b.trustedProxies("127.0.0.1"), RequestHeads.with("/it", version, BEHIND_TLS));
    assertThat(request.host()).isEqualTo("192.0.2.7");
    assertThat(request.port()).isZero();
    assertThat(request.peer().getHostString()).isEqualTo("127.0.0.1");
    assertThat(request.peer().getPort()).isEqualTo(4711);
    assertThat(request.isSecure()).isTrue();
    assertThat(request.authority()).isEqualTo("a.example");
    assertThat(request.header("Host")).isEqualTo("example.com");
    assertThat(request.header("X-Forwarded-For")).isEqualTo("9.9.9.9, 192.0.2.7");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void theLocationOfVersion00IsWhereTheClientConnected() {
    RequestHead head = RequestHeads.with("/it", ProtocolVersion.V00, BEHIND_TLS);
    assertThat(location(b -> b.trustedProxies("::ffff:127.0.0.1"), head))
        .isEqualTo("wss://a.example/it");
    assertThat(location(b -> b, head)).isEqualTo("ws://example.com/it");
  }

  private String location(UnaryOperator<WebSocketRuntime.Builder> settings, RequestHead head) {
    Admission admission = admit(settings, head);
    return ((Admission.Admitted) admission).answer().headers().get("Sec-WebSocket-Location");
  }

  @Test
  void theSameHostIsTheOneThatTheClientConnectedTo() {
    assertThat(statusFor("https://a.example")).isZero();
    assertThat(statusFor("https://example.com")).isEqualTo(403);
    // In front of TLS a plain page is somebody in the middle.
    assertThat(statusFor("http://a.example")).isEqualTo(403);
    assertThat(log.lines())
        .containsExactly(
            "refused /it from 192.0.2.7 behind 127.0.0.1:4711: 403 the origin https://example.com"
                + " is not allowed",
            "refused /it from 192.0.2.7 behind 127.0.0.1:4711: 403 the origin http://a.example"
                + " is not allowed");
  }

  private int statusFor(String origin) {
    List<String> headers = new ArrayList<>(List.of(BEHIND_TLS));
    headers.addAll(List.of("Origin", origin));
    RequestHead head =
        RequestHeads.with("/it", ProtocolVersion.V13, headers.toArray(new String[0]));
    Admission admission = admit(b -> b.trustedProxies("127.0.0.0/8"), head);
    return admission instanceof Admission.Refused refused ? refused.refusal().status() : 0;
  }

  @Test
  void whatATrustedProxyIsNotBelievedIsOneLine() {
    String[] wrong = {"X-Forwarded-For", "x\ny", "X-Forwarded-Proto", "x", "X-Forwarded-Host", "/"};
    HandshakeRequest request =
        snapshot(
            b -> b.trustedProxies("127.0.0.1"),
            RequestHeads.with("/it", ProtocolVersion.V13, wrong));
    assertThat(request.host()).isEqualTo("127.0.0.1");
    assertThat(log.lines())
        .containsExactly(
            "the proxy 127.0.0.1 is not believed: X-Forwarded-* has a malformed element");
  }

  @Test
  void aMalformedProxyIsRefusedAtOnce() {
    assertThatThrownBy(() -> WebSocketRuntime.builder().trustedProxies("::1", "10.0.0.0/40"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("behind the slash is a number from 0 to 32: 10.0.0.0/40");
    assertThatThrownBy(() -> WebSocketRuntime.builder().requestAttributes("a", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of a request attribute is blank");
  }

  @Test
  void nobodyIsAuthenticatedAndThereIsNoSessionUnlessTheContainerSaysSo() {
    HandshakeRequest nobody = snapshot(b -> b, request().build());
    assertThat(nobody.principal()).isNull();
    assertThat(nobody.sessionId()).isNull();
    seen.clear();
    Principal ann = () -> "ann";
    HandshakeRequest somebody = snapshot(b -> b, request().principal(ann).sessionId("s1").build());
    assertThat(somebody.principal()).isSameAs(ann);
    assertThat(somebody.sessionId()).isEqualTo("s1");
  }

  @Test
  void onlyChosenAttributesAreAskedForAndOnlyOnce() {
    Object value = new Object();
    List<String> asked = new ArrayList<>();
    RequestHead head =
        request()
            .attributes(
                name -> {
                  asked.add(name);
                  return Map.of("user", value, "secret", "s").get(name);
                })
            .build();
    HandshakeRequest request = snapshot(b -> b.requestAttributes("user", "tenant", "user"), head);
    assertThat(asked).containsExactlyInAnyOrder("user", "tenant");
    assertThat(request.attribute("user")).isSameAs(value);
    assertThat(request.attribute("tenant")).isNull();
    assertThat(request.attribute("secret")).isNull();
    assertThat(asked).hasSize(2);
  }

  private final class Recorder implements WebSocketResource {
    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
      seen.add(request);
      return HandshakeDecision.accept();
    }
  }
}
