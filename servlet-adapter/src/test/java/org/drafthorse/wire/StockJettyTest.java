package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.WebSocketFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plain WAR on Jetty as it is delivered, and the other ways to give it what it needs. */
@Timeout(120)
final class StockJettyTest {

  private static final String BRIDGED = "whose classes a class loader of its own shows to it";
  private static final String VISIBLE = "whose classes it sees";

  private static final String SHOW_JETTY =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
      <Configure class="org.eclipse.jetty.ee10.webapp.WebAppContext">
        %s
        <Get name="hiddenClassMatcher">
          <Call name="add"><Arg>-org.eclipse.jetty.</Arg></Call>
        </Get>
      </Configure>
      """;

  @Test
  void twoApplicationsBringBuildsOfTheirOwn() throws Exception {
    String line = "Drafthorse takes connections over {0}";
    StockServer server =
        StockServer.jetty()
            .deploy("one", new ContractWar())
            .deploy(
                "two",
                new ContractWar()
                    .withText(WebSocketFilter.class, line, line.replace("over {0}", "0ver {0}")));
    try (ContainerProcess jetty = ContainerProcess.start(server.recipe())) {
      jetty.awaitReady();
      assertThat(jetty.output()).containsPattern("over .*" + BRIDGED + ", for /one");
      assertThat(jetty.output()).containsPattern("0ver .*" + BRIDGED + ", for /two");
      assertEcho(jetty, "/one/DIRECT");
      assertEcho(jetty, "/two/EXECUTOR");
    }
  }

  @Test
  void applicationsThatSeeJettysClassesUseThem() throws Exception {
    String war = "<Set name=\"war\"><Property name=\"jetty.base\"/>/the.war</Set>";
    StockServer server =
        StockServer.jetty()
            .deploy(
                "inside", new ContractWar().with("WEB-INF/jetty-web.xml", SHOW_JETTY.formatted("")))
            .with("the.war", new ContractWar())
            .with("webapps/beside.xml", SHOW_JETTY.formatted(war).split("\n"));
    try (ContainerProcess jetty = ContainerProcess.start(server.recipe())) {
      jetty.awaitReady();
      assertThat(jetty.output()).contains(VISIBLE + ", for /inside", VISIBLE + ", for /beside");
      assertEcho(jetty, "/inside/DIRECT");
      assertEcho(jetty, "/beside/DIRECT");
    }
  }

  @Test
  void aModuleOfTheServerBringsOurJarsToAllApplications() throws Exception {
    StockServer server =
        StockServer.jetty("drafthorse")
            .with(
                "modules/drafthorse.mod",
                "[environment]",
                "ee10",
                "[depend]",
                "ee10-deploy",
                "[lib]",
                "lib/drafthorse/*.jar")
            .with("lib/drafthorse/api.jar", ContractWar.jar(WebSocketResource.class))
            .with("lib/drafthorse/servlet-adapter.jar", ContractWar.jar(WebSocketFilter.class))
            .deploy("bare", new ContractWar().withoutOurJars());
    try (ContainerProcess jetty = ContainerProcess.start(server.recipe())) {
      jetty.awaitReady();
      assertThat(jetty.output()).contains(VISIBLE + ", for /bare");
      assertEcho(jetty, "/bare/EXECUTOR");
    }
  }

  @Test
  void undeployTellsEveryClient1001AndLeavesNothing() throws Exception {
    StockServer server = StockServer.jetty().deploy("going", new ContractWar());
    try (ContainerProcess jetty = ContainerProcess.start(server.recipe())) {
      jetty.awaitReady();
      List<WireSocket> clients = new ArrayList<>();
      for (String path : List.of("/DIRECT", "/EXECUTOR", "/named")) {
        for (ProtocolVersion each : List.of(ProtocolVersion.V13, ProtocolVersion.V7)) {
          clients.add(open(jetty, new Handshake(each, "/going" + path)));
        }
      }
      assertThat(loaders(jetty)).contains("WebAppClassLoader", "JettyBridge");
      server.undeploy("going");
      for (WireSocket each : clients) {
        assertThat(each.readFrame().closeCode()).isEqualTo(CloseStatus.GOING_AWAY.code());
        each.send(Frames.close(CloseStatus.GOING_AWAY));
        each.awaitGone();
      }
      // A selector of Jetty's keeps the last connection that it saw until it sees another one.
      assertThat(statusOf(jetty, "/going/DIRECT")).isEqualTo(404);
      Await.until(
          () -> loaders(jetty),
          () ->
              !loaders(jetty).contains("WebAppClassLoader") && !loaders(jetty).contains("Bridge"));
    }
  }

  private static void assertEcho(ContainerProcess jetty, String path) throws IOException {
    try (WireSocket socket = open(jetty, new Handshake(ProtocolVersion.V13, path))) {
      socket.send(Frames.text("hello"));
      assertThat(socket.readFrame().text()).isEqualTo("hello");
      socket.closeInOrder();
    }
  }

  private static WireSocket open(ContainerProcess jetty, Handshake handshake) throws IOException {
    WireSocket socket = WireSocket.connect(jetty.port());
    socket.send(handshake.bytes());
    socket.expectOpen(handshake);
    return socket;
  }

  private static int statusOf(ContainerProcess jetty, String path) throws IOException {
    try (WireSocket socket = WireSocket.connect(jetty.port())) {
      socket.send(new Handshake(ProtocolVersion.V13, path).bytes());
      return socket.readStatus();
    }
  }

  /** The kinds of class loaders that are alive behind a full collection. */
  private static String loaders(ContainerProcess jetty) {
    jcmd(jetty, "GC.run");
    return jcmd(jetty, "VM.classloaders");
  }

  private static String jcmd(ContainerProcess jetty, String command) {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(jetty.pid()), command)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
