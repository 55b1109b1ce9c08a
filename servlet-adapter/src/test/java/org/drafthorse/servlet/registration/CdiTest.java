package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.Broadcast;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.cdi.Early;
import org.drafthorse.servlet.registration.war.cdi.Helper;
import org.drafthorse.servlet.registration.war.cdi.Injected;
import org.drafthorse.servlet.registration.war.cdi.InjectedResources;
import org.drafthorse.servlet.registration.war.cdi.Onlookers;
import org.drafthorse.servlet.registration.war.cdi.PerRequest;
import org.drafthorse.wire.Await;
import org.drafthorse.wire.Frames;
import org.drafthorse.wire.WireSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources and what is injected into them, with each CDI container in each Servlet container. */
@ParameterizedClass(name = "{0}")
@MethodSource("places")
@Timeout(60)
final class CdiTest {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static Deployed deployed;

  @Parameter Place place;

  /** Which CDI in which container. */
  record Place(Cdi cdi, Containers.Kind kind) {
    String name() {
      return "cdi-" + cdi + "-" + kind;
    }
  }

  static Stream<Place> places() {
    return Stream.of(Containers.Kind.values())
        .flatMap(kind -> Stream.of(Cdi.WELD, Cdi.OPEN_WEB_BEANS).map(cdi -> new Place(cdi, kind)));
  }

  @BeforeParameterizedClassInvocation
  static void deploy(Place place) throws Exception {
    Ledger.clear();
    deployed =
        CONTAINERS
            .get(place.kind())
            .deploy(
                War.named(place.name())
                    .with(place.cdi())
                    .classes(
                        Injected.class,
                        InjectedResources.class,
                        PerRequest.class,
                        Helper.class,
                        Early.class,
                        Onlookers.class));
  }

  @AfterParameterizedClassInvocation
  static void undeploy() {
    if (deployed != null) {
      deployed.close();
      deployed = null;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/application", "/dependent", "/plain", "/own"})
  void eachCallbackHasARequestContextOfItsOwn(String resource) throws Exception {
    try (WireSocket socket = deployed.open(resource)) {
      List<String> seen = new ArrayList<>();
      String open = socket.readFrame().text();
      assertThat(open).startsWith("open in ");
      seen.add(open.substring("open in ".length()));
      for (int i = 0; i < 3; i++) {
        String[] numbers = ask(socket, "?request").split(" ", -1);
        assertThat(numbers[0]).isEqualTo(numbers[1]).isEqualTo(numbers[2]);
        seen.add(numbers[0]);
      }
      assertThat(seen).doesNotHaveDuplicates();
      // Whatever followed on the same mailbox, the one before was over by then.
      for (String each : seen.subList(0, 3)) {
        assertThat(Ledger.page("requests")).containsOnlyOnce("destroyed " + each);
      }
      Await.until(
          "the last is over", () -> Ledger.page("requests").contains("destroyed " + seen.get(3)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/application", "/dependent", "/plain", "/own"})
  void tasksAndCustomMessagesHaveOneToo(String resource) throws Exception {
    try (WireSocket socket = deployed.open(resource)) {
      String open = socket.readFrame().text();
      String executed = ask(socket, "?execute");
      String posted = ask(socket, "?post");
      String failed = ask(socket, "?fail");
      assertThat(executed).startsWith("executed in ");
      assertThat(posted).startsWith("posted in ");
      assertThat(failed).startsWith("error: as ordered in ");
      assertThat(List.of(last(open), last(executed), last(posted), last(failed)))
          .doesNotHaveDuplicates();
      for (String each : List.of(open, executed, posted, failed)) {
        Await.until(
            "it is over", () -> Ledger.page("requests").contains("destroyed " + last(each)));
      }
    }
  }

  @Test
  void callbacksAtOnceHaveOneEach() throws Exception {
    try (WireSocket one = deployed.open("/plain");
        WireSocket other = deployed.open("/plain")) {
      one.readFrame();
      other.readFrame();
      one.send(Frames.text("?meet"));
      String[] first = ask(other, "?meet").split(" ", -1);
      String[] second = one.readFrame().text().split(" ", -1);
      assertThat(first[2]).isEqualTo(first[3]).isNotEqualTo(second[2]);
      assertThat(second[2]).isEqualTo(second[3]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/application", "/dependent", "/plain", "/own"})
  void theContextAndTheBroadcastAreTheResourcesOwn(String resource) throws Exception {
    try (WireSocket socket = deployed.open(resource);
        WireSocket other = deployed.open(resource)) {
      socket.readFrame();
      other.readFrame();
      assertThat(ask(socket, "?context")).isEqualTo(resource + " " + resource + " " + resource);
      assertThat(ask(socket, "?all")).isEqualTo("to all");
      assertThat(ask(socket, "?helper")).isEqualTo("to all by the helper");
      assertThat(other.readFrame().text()).isEqualTo("to all");
      assertThat(other.readFrame().text()).isEqualTo("to all by the helper");
    }
  }

  @Test
  void theHandshakeBelongsToTheContainersRequest() throws Exception {
    Ledger.page("handshakes").clear();
    deployed.open("/application").close();
    List<String> page = Ledger.page("handshakes");
    assertThat(page).hasSize(2);
    assertThat(page.get(0)).startsWith("filter ");
    assertThat(page.get(1)).isEqualTo("resource " + last(page.get(0)));
    Await.until(
        "its end", () -> Ledger.page("requests").contains("destroyed " + last(page.get(0))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/from-bean", "/from-listener"})
  void theRegistryIsThereBeforeTheFilter(String resource) throws Exception {
    try (WireSocket socket = deployed.open(resource)) {
      assertThat(ask(socket, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void theRegistryIsThereForAllAndTheRestForResourcesAlone() throws Exception {
    assertThat(deployed.get("/ask?" + ResourceRegistry.class.getName())).contains("made class ");
    for (Class<?> each : List.of(ResourceContext.class, Broadcast.class)) {
      assertThat(deployed.get("/ask?" + each.getName()))
          .contains(
              "a ResourceContext or Broadcast is injected into a resource, and what is made with it;"
                  + " elsewhere inject ResourceRegistry and ask it for the path");
    }
  }

  private static String last(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  private static String ask(WireSocket socket, String question) throws IOException {
    socket.send(Frames.text(question));
    return socket.readFrame().text();
  }
}
