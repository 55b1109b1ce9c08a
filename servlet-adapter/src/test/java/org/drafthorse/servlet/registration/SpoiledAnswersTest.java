package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.around.Greeter;
import org.drafthorse.servlet.registration.war.around.Spoiler;
import org.drafthorse.servlet.registration.war.order.EndOfChain;
import org.drafthorse.wire.Handshake;
import org.drafthorse.wire.LogTrap;
import org.drafthorse.wire.WireSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters around ours that answer in its place, or clients that leave in the midst of it. */
@ParameterizedClass
@EnumSource(Containers.Kind.class)
@Timeout(60)
final class SpoiledAnswersTest {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static final byte[] CLOSE_FRAME = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xE8};

  private static final String SPOILER =
      "<filter><filter-name>spoiler</filter-name><filter-class>"
          + Spoiler.class.getName()
          + "</filter-class><async-supported>true</async-supported></filter>"
          + WebXml.mapping("spoiler");

  /** Ours is asked for whatever is dispatched. */
  private static final String ALL_DISPATCHES =
      "<filter-mapping><filter-name>websocket</filter-name><url-pattern>/*</url-pattern>"
          + "<dispatcher>INCLUDE</dispatcher><dispatcher>ERROR</dispatcher></filter-mapping>"
          + "<error-page><error-code>401</error-code><location>/greeter</location></error-page>";

  @Parameter Containers.Kind kind;

  private Deployed deployed;
  private final LogTrap log = new LogTrap();

  @BeforeEach
  void deploy() throws Exception {
    Ledger.clear();
    Map<String, String> settings =
        Map.of("/greeter", Greeter.class.getName(), "versions", "13, 00");
    War war =
        War.named("spoiled")
            .classes(Spoiler.class, Greeter.class, EndOfChain.class)
            .webXml(SPOILER + WebXml.filter(settings) + ALL_DISPATCHES);
    deployed = CONTAINERS.get(kind).deploy(war);
  }

  @AfterEach
  void undeploy() {
    deployed.close();
    log.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error", "reset"})
  void whatAFilterMakesAnErrorLetsNobodyIn(String order) throws Exception {
    String answer = answer("/greeter", order);
    assertThat(answer).doesNotContain("welcome");
  }

  @Test
  void anAnswerOtherThan101LetsNobodyIn() throws Exception {
    String answer = answer("/greeter", "status");
    assertThat(answer.contains("welcome")).isEqualTo(answer.startsWith("HTTP/1.1 101"));
    if (kind == Containers.Kind.JETTY) {
      assertThat(answer)
          .startsWith("HTTP/1.1 403")
          .contains("Connection: close")
          .doesNotContain("Sec-WebSocket-Accept", "Upgrade: ");
    }
  }

  @Test
  void whatAFilterWritesBehindIsNotSentToTheClient() throws Exception {
    assertThat(answer("/greeter", "body"))
        .startsWith("HTTP/1.1 101")
        .contains("welcome")
        .doesNotContain("late");
  }

  @Test
  void whatWasAnsweredBeforeIsLeftAloneAndTheResourceIsNotAsked() throws Exception {
    assertThat(answer("/greeter", "commit"))
        .startsWith("HTTP/1.1 200")
        .contains("early")
        .doesNotContain("welcome");
    assertThat(Ledger.page("greeter")).isEmpty();
    assertThat(log.lines()).anySatisfy(line -> assertThat(line).startsWith("A filter before "));
  }

  @Test
  void whatIsIncludedGoesDownTheChain() throws Exception {
    assertThat(answer("/elsewhere", "include")).doesNotContain("there is no WebSocket resource");
    assertThat(Ledger.page("greeter")).isEmpty();
  }

  @Test
  void anErrorPageIsShownAndIsNoHandshake() throws Exception {
    // What is at the end of the chain is the page.
    assertThat(answer("/greeter", "401")).startsWith("HTTP/1.1 299");
    assertThat(Ledger.page("greeter")).isEmpty();
  }

  @Test
  void aReaderOrAWriterThatAFilterAskedForIsNoHindrance() throws Exception {
    assertThat(answer("/greeter", "reader")).startsWith("HTTP/1.1 101").contains("welcome");
    assertThat(answer("/greeter", "writer")).startsWith("HTTP/1.1 101").contains("welcome");
    assertThat(answer("/nowhere", "writer"))
        .startsWith("HTTP/1.1 404")
        .endsWith("there is no WebSocket resource at this path\n");
  }

  @Test
  void aClientOfVersion00ThatLeavesBeforeItsEightBytesIsNotWorthALine() throws Exception {
    Handshake handshake = new Handshake(ProtocolVersion.V00, path("/greeter"));
    byte[] request = handshake.with("Content-Length", "8").bytes();
    for (int missing = 1; missing <= 8; missing++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), deployed.port())) {
        socket.getOutputStream().write(request, 0, request.length - missing);
        socket.shutdownOutput();
        // Until the server has noticed.
        byte[] unused = socket.getInputStream().readAllBytes();
      }
    }
    assertThat(log.scandals()).isEmpty();
  }

  /** All that comes until the server ends the connection, or has greeted. */
  private String answer(String resource, String order) throws IOException {
    Handshake handshake = new Handshake(ProtocolVersion.V13, path(resource)).with("X-Spoil", order);
    try (WireSocket socket = WireSocket.connect(deployed.port())) {
      socket.send(handshake.bytes());
      // Whoever opens greets and answers this; to HTTP it is nonsense. Both then end.
      socket.send(CLOSE_FRAME);
      return new String(socket.readToEnd(), StandardCharsets.ISO_8859_1);
    }
  }

  private String path(String resource) {
    return deployed.context().getContextPath() + resource;
  }
}
