package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.CloseStatus;
import org.drafthorse.ListenerMode;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.wire.Await;
import org.drafthorse.wire.Frames;
import org.drafthorse.wire.Handshake;
import org.drafthorse.wire.WireSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How {@link org.drafthorse.servlet.registration.war.Probe} behaves, in whatever way it was
 * registered: under {@code /direct}, {@code /executor} and {@code /own}, by the modes of their
 * callbacks, and with the same options else.
 */
@Timeout(30)
public abstract class RegistrationContract {

  private static final AtomicInteger IDS = new AtomicInteger();

  /** For each way. */
  protected RegistrationContract() {}

  /** Where to find it. */
  protected abstract Site site();

  @ParameterizedTest
  @ValueSource(strings = {"/direct", "/executor", "/own"})
  void messagesComeBackInOrder(String resource) throws Exception {
    try (WireSocket socket = open(resource)) {
      byte[] all = {};
      for (int i = 0; i < 500; i++) {
        all = Frames.concat(all, Frames.text("message " + i));
      }
      socket.send(all);
      for (int i = 0; i < 500; i++) {
        assertThat(socket.readFrame().text()).isEqualTo("message " + i);
      }
      socket.closeInOrder();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/direct", "/executor", "/own"})
  void itIsRegisteredFirstAndHearsOnceOfEachBeginAndEnd(String resource) throws Exception {
    String id = "id" + IDS.incrementAndGet();
    try (WireSocket socket = open(resource + "?" + id)) {
      assertThat(ask(socket, "hello")).isEqualTo("hello");
      socket.closeInOrder();
    }
    try (WireSocket other = open(resource)) {
      Await.until("onClose of " + id, () -> events(other).contains("close " + id));
      String[] events = events(other).split(",", -1);
      assertThat(events[0]).isEqualTo("register");
      assertThat(Arrays.stream(events).filter("register"::equals)).hasSize(1);
      assertThat(
              Arrays.stream(events).filter(each -> Arrays.asList(each.split(" ", -1)).contains(id)))
          .containsExactly("handshake " + id, "open " + id, "close " + id + " 1000");
    }
  }

  @Test
  void pagesOfOtherHostsGetA403() throws Exception {
    assertThat(statusFor("https://evil.example")).isEqualTo(403);
    assertThat(statusFor("https://good.example")).isEqualTo(101);
    assertThat(statusFor("http://127.0.0.1")).isEqualTo(101);
  }

  @Test
  void aVersionThatIsOffGetsA426() throws Exception {
    Handshake handshake = handshake(ProtocolVersion.V7, "/direct");
    try (WireSocket socket = WireSocket.connect(site().port())) {
      socket.send(handshake.bytes());
      assertThat(socket.readHead())
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("\r\nSec-WebSocket-Version: 13, 8\r\n");
    }
    WireSocket.open(site().port(), handshake(ProtocolVersion.V8, "/direct")).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/direct", "/executor", "/own"})
  void aMessageAboveTheLimitEndsTheConnectionWith1009(String resource) throws Exception {
    try (WireSocket socket = open(resource)) {
      assertThat(ask(socket, "x".repeat(1024))).hasSize(1024);
      socket.send(Frames.text("x".repeat(1025)));
      assertThat(socket.readFrame().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void callbacksRunWhereTheModeSays() throws Exception {
    assertThat(ask("/executor", "?thread")).startsWith("drafthorse-callbacks-");
    assertThat(ask("/own", "?thread")).isEqualTo("probe-listener");
    assertThat(ask("/direct", "?thread"))
        .doesNotStartWith("drafthorse-callbacks-")
        .doesNotStartWith("probe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/direct", "/executor", "/own"})
  void callbacksSeeTheClassLoaderOfTheirClass(String resource) throws Exception {
    assertThat(ask(resource, "?loader")).isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/direct", "/executor", "/own"})
  void theOptionsAreThoseThatWereAskedFor(String resource) throws Exception {
    String mode = resource.substring(1).toUpperCase(Locale.ROOT);
    assertThat(ask(resource, "?options"))
        .isEqualTo(
            resource + " [V8, V13] " + ListenerMode.valueOf(mode) + " DROP false 1024 PT20S PT2M");
  }

  @Test
  void thePeersCloseIsAnswered() throws Exception {
    try (WireSocket socket = open("/executor")) {
      socket.send(Frames.close(new CloseStatus(4000, "enough")));
      assertThat(socket.readFrame().closeCode()).isEqualTo(4000);
    }
  }

  private String events(WireSocket socket) {
    try {
      return ask(socket, "?events");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String ask(String resource, String question) throws IOException {
    try (WireSocket socket = open(resource)) {
      return ask(socket, question);
    }
  }

  private static String ask(WireSocket socket, String question) throws IOException {
    socket.send(Frames.text(question));
    return socket.readFrame().text();
  }

  private int statusFor(String origin) throws IOException {
    try (WireSocket socket = WireSocket.connect(site().port())) {
      Handshake handshake = handshake(ProtocolVersion.V13, "/direct");
      socket.send(handshake.without("Origin").with("Origin", origin).bytes());
      return socket.readStatus();
    }
  }

  private WireSocket open(String resource) throws IOException {
    return WireSocket.open(site().port(), handshake(ProtocolVersion.V13, resource));
  }

  private Handshake handshake(ProtocolVersion version, String resource) {
    return new Handshake(version, site().path(resource));
  }
}
