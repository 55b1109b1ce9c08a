package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.drafthorse.CloseStatus;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.cdi.Helper;
import org.drafthorse.servlet.registration.war.cdi.Injected;
import org.drafthorse.servlet.registration.war.cdi.InjectedResources;
import org.drafthorse.servlet.registration.war.cdi.PerRequest;
import org.drafthorse.wire.Frames;
import org.drafthorse.wire.WireSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That what CDI makes ends when it should. */
@Timeout(60)
final class CdiLifeTest {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static final int CALLBACKS = 10_000;
  private static final int AT_ONCE = 100;

  @BeforeEach
  void clear() {
    Ledger.clear();
  }

  @ParameterizedTest
  @CsvSource({"WELD, JETTY", "OPEN_WEB_BEANS, JETTY", "WELD, TOMCAT", "OPEN_WEB_BEANS, TOMCAT"})
  void resourcesEndWithTheApplicationBehindTheirConnections(Cdi cdi, Containers.Kind kind)
      throws Exception {
    List<String> resources = List.of("/application", "/dependent", "/plain", "/own");
    WireSocket[] sockets = new WireSocket[resources.size()];
    try (Deployed deployed = deploy(cdi, kind)) {
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = deployed.open(resources.get(i));
        sockets[i].readFrame();
      }
      answerCloses(sockets);
    }
    List<String> life = Ledger.page("life");
    for (String each : resources) {
      assertThat(life).containsOnlyOnce(each + " destroyed");
      assertThat(life.stream().filter(one -> one.startsWith(each + " closed in "))).hasSize(1);
      assertThat(life.indexOf(each + " destroyed"))
          .isGreaterThan(
              life.indexOf(
                  life.stream().filter(one -> one.startsWith(each + " closed")).findAny().get()));
    }
    assertThat(life.stream().filter("helper destroyed"::equals)).hasSize(resources.size());
  }

  @ParameterizedTest
  @CsvSource({"WELD, JETTY", "OPEN_WEB_BEANS, JETTY", "WELD, TOMCAT", "OPEN_WEB_BEANS, TOMCAT"})
  void aDestroyerThatFailsKeepsNoOtherFromItsWork(Cdi cdi, Containers.Kind kind) throws Exception {
    Ledger.note("orders", "destroyers fail");
    deploy(cdi, kind).close();
    for (String each : List.of("/dependent", "/plain", "/own")) {
      assertThat(Ledger.page("life")).containsOnlyOnce(each + " destroyed");
    }
    // What a bean depends on is the container's, and some leave it then.
    assertThat(Ledger.page("life").stream().filter("helper destroyed"::equals))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"WELD, JETTY", "OPEN_WEB_BEANS, TOMCAT"})
  void callbacksLeaveNothingBehind(Cdi cdi, Containers.Kind kind) throws Exception {
    try (Deployed deployed = deploy(cdi, kind)) {
      for (String each : List.of("/application", "/dependent", "/plain")) {
        try (WireSocket socket = deployed.open(each)) {
          socket.readFrame();
          converse(socket, AT_ONCE);
          Map<String, Long> before = Histogram.ofLiveObjects();
          converse(socket, CALLBACKS);
          Ledger.clear();
          Map<String, Long> more = new TreeMap<>(Histogram.ofLiveObjects());
          more.replaceAll((type, count) -> count - before.getOrDefault(type, 0L));
          // The histogram itself leaves some thousands.
          more.values().removeIf(count -> count < CALLBACKS / 2);
          assertThat(more).as("classes with more objects than before").isEmpty();
        }
      }
    }
  }

  private static void converse(WireSocket socket, int messages) throws IOException {
    byte[] many = {};
    for (int i = 0; i < AT_ONCE; i++) {
      many = Frames.concat(many, Frames.text("?request"));
    }
    for (int i = 0; i < messages / AT_ONCE; i++) {
      socket.send(many);
      for (int j = 0; j < AT_ONCE; j++) {
        socket.readFrame();
      }
    }
  }

  private static void answerCloses(WireSocket[] sockets) {
    for (WireSocket each : sockets) {
      Thread reader =
          new Thread(
              () -> {
                try (each) {
                  while (!each.readFrame().isClose()) {}
                  each.send(Frames.close(CloseStatus.GOING_AWAY));
                  each.awaitGone();
                } catch (IOException e) {
                  // Then the server has closed it already.
                }
              },
              "reader");
      reader.setDaemon(true);
      reader.start();
    }
  }

  private static Deployed deploy(Cdi cdi, Containers.Kind kind) throws Exception {
    return CONTAINERS
        .get(kind)
        .deploy(
            War.named("life-" + cdi + "-" + kind)
                .with(cdi)
                .classes(Injected.class, InjectedResources.class, PerRequest.class, Helper.class));
  }
}
