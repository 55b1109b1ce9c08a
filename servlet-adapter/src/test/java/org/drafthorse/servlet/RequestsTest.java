package org.drafthorse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.drafthorse.engine.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied out of a request, whatever the container does. */
class RequestsTest {

  private final Map<String, Supplier<Object>> answers = new HashMap<>();

  RequestsTest() {
    answers.put("getMethod", () -> "GET");
    answers.put("getProtocol", () -> "HTTP/1.1");
    answers.put("getServletPath", () -> "/echo");
    answers.put("getRequestURI", () -> "/app/echo");
    answers.put("isSecure", () -> false);
    answers.put("getRemotePort", () -> 4711);
    answers.put("getHeaderNames", () -> Collections.enumeration(List.of("Host")));
    answers.put("getHeaders", () -> Collections.enumeration(List.of("example.com")));
  }

  private HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> answers.getOrDefault(method.getName(), () -> null).get());
  }

  private InetSocketAddress peer(String address) {
    answers.put("getRemoteAddr", () -> address);
    return Requests.head(request(), null).peer();
  }

  private static InetSocketAddress loopback(int last, int port) throws UnknownHostException {
    return new InetSocketAddress(
        InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), port);
  }

  @Test
  void anAddressThatIsKnownIsKeptIfTheRequestSaysTheSame() throws UnknownHostException {
    answers.put("getRemoteAddr", () -> "127.0.0.1");
    InetSocketAddress known = loopback(1, 4711);
    assertThat(Requests.head(request(), known).peer()).isSameAs(known);
    for (InetSocketAddress other :
        List.of(
            loopback(2, 4711),
            loopback(1, 4712),
            InetSocketAddress.createUnresolved("127.0.0.1", 4711))) {
      InetSocketAddress peer = Requests.head(request(), other).peer();
      assertThat(peer).isEqualTo(known).isNotSameAs(other);
    }
  }

  @Test
  void whatTheContainerFailsToTellIsNotThere() {
    for (String method : Arrays.asList("getUserPrincipal", "getSession", "getAttribute")) {
      answers.put(
          method,
          () -> {
            throw new IllegalStateException("not now");
          });
    }
    RequestHead head = Requests.head(request(), null);
    assertThat(head.principal()).isNull();
    assertThat(head.sessionId()).isNull();
    RequestHead settled = head.settled(head.route(), List.of("user"));
    assertThat(settled.attribute("user")).isNull();
    assertThat(settled.resourceName()).isEqualTo("/echo");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "::1, 0:0:0:0:0:0:0:1",
    "[::1], 0:0:0:0:0:0:0:1",
    "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void aPeerIsAnAddress(String text, String address) {
    InetSocketAddress peer = peer(text);
    assertThat(peer.isUnresolved()).isFalse();
    assertThat(peer.getAddress().getHostAddress()).isEqualTo(address);
    assertThat(peer.getPort()).isEqualTo(4711);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "example.com",
        "",
        "12345",
        "1.2.3",
        "1.2.3.4.5",
        "999.1.1.1",
        "unix:/run/socket",
        "example.com:80",
        "fe80::1%nowhere",
        "[::1",
        "dead:beef"
      })
  void whatIsNoneStaysANameAndIsNotLookedUp(String text) {
    InetSocketAddress peer = peer(text);
    assertThat(peer.isUnresolved()).isTrue();
    assertThat(peer.getHostString()).isEqualTo(text);
  }

  @Test
  void aPeerWithoutAnAddressIsUnknown() {
    answers.put("getRemotePort", () -> -1);
    assertThat(peer(null)).isEqualTo(InetSocketAddress.createUnresolved("unknown", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345", "1.2.3.4.5", "unix:/run/socket", "name:80"})
  void whatJavaWouldAskANameServerForIsNoLiteral(String text) {
    assertThat(Requests.isLiteral(text)).isFalse();
  }

  @Test
  void aPortThatIsNoneIsNotThere() {
    answers.put("getRemotePort", () -> 99_999);
    assertThat(peer("127.0.0.1").getPort()).isZero();
  }

  @Test
  void aWrapperThatShowsNothingIsRefusedForWhatIsMissing() {
    answers.clear();
    answers.put("isSecure", () -> false);
    answers.put("getRemotePort", () -> -1);
    RequestHead head = Requests.head(request(), null);
    assertThat(head.method()).isEmpty();
    assertThat(head.protocol()).isEmpty();
    assertThat(head.resourceName()).isEmpty();
    assertThat(head.headerNames()).isEmpty();
    assertThat(Requests.asksForWebSocket(request())).isFalse();
  }

  @Test
  void headersWhoseValuesAreNotShownAreNotThere() {
    answers.put("getHeaders", () -> null);
    assertThat(Requests.head(request(), null).headerNames()).isEmpty();
  }
}
