package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.drafthorse.CloseStatus;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.AnnotatedProbes;
import org.drafthorse.servlet.registration.war.Probe;
import org.drafthorse.servlet.registration.war.Undertaker;
import org.drafthorse.servlet.registration.war.cdi.Helper;
import org.drafthorse.servlet.registration.war.cdi.Injected;
import org.drafthorse.servlet.registration.war.cdi.InjectedResources;
import org.drafthorse.servlet.registration.war.cdi.PerRequest;
import org.drafthorse.wire.Await;
import org.drafthorse.wire.Frames;
import org.drafthorse.wire.LogTrap;
import org.drafthorse.wire.WireSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stays of a web application that is undeployed while clients are connected: nothing. */
@Timeout(60)
final class UndeployTest {

  /** The filter's patience, and a second or two for callbacks. */
  private static final long LONGEST_MILLIS = 8000;

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  @ParameterizedTest
  @CsvSource({
    "NONE, JETTY",
    "NONE, TOMCAT",
    "WELD, JETTY",
    "WELD, TOMCAT",
    "OPEN_WEB_BEANS, JETTY",
    "OPEN_WEB_BEANS, TOMCAT"
  })
  void clientsHear1001AndTheClassLoaderIsCollected(Cdi cdi, Containers.Kind kind) throws Exception {
    WeakReference<ClassLoader> loader = deployUseAndUndeploy(cdi, kind);
    Await.until(
        "the class loader is collected",
        () -> {
          System.gc();
          return loader.get() == null;
        });
  }

  /** Not at once, since its classes would be taken away from it while clients are told. */
  @ParameterizedTest
  @CsvSource({"JETTY, /executor", "TOMCAT, /direct"})
  void aCallbackThatUndeploysItsOwnApplicationHoldsItUpForItsPatience(
      Containers.Kind kind, String resource) throws Exception {
    WeakReference<ClassLoader> loader = undeployFromCallback(kind, resource);
    Await.until(
        "the class loader is collected",
        () -> {
          System.gc();
          return loader.get() == null;
        });
  }

  private static WeakReference<ClassLoader> undeployFromCallback(
      Containers.Kind kind, String resource) throws Exception {
    String name = "undertaker-" + kind + resource.replace('/', '-');
    Deployed deployed = CONTAINERS.get(kind).deploy(War.named(name).classes(Undertaker.class));
    WeakReference<ClassLoader> loader = new WeakReference<>(deployed.context().getClassLoader());
    Ledger.order(name, deployed::close);
    int port = deployed.port();
    try (LogTrap log = new LogTrap();
        WireSocket socket = deployed.open(resource);
        WireSocket other = deployed.open("/direct")) {
      CompletableFuture<Integer> others =
          CompletableFuture.supplyAsync(() -> codeOfClose(other), UndeployTest::onNewThread);
      socket.send(Frames.text(name));
      assertThat(Await.get("the close frame", others)).isEqualTo(1001);
      // A container may write nothing to it while it delivers what came from it.
      socket.awaitGone();
      Await.until("the callback is over", () -> Ledger.page(name).size() == 1);
      assertThat(log.lines()).noneMatch(each -> each.contains("a thread named [drafthorse-"));
    }
    assertThat(Long.parseLong(Ledger.page(name).get(0))).isLessThan(LONGEST_MILLIS);
    Await.until("no thread is left", () -> ownThreads(loader).isEmpty());
    forgetTheLastConnection(port);
    return loader;
  }

  private static List<Thread> ownThreads(WeakReference<ClassLoader> loader) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().startsWith("drafthorse-"))
        .filter(each -> each.getContextClassLoader() == loader.get())
        .toList();
  }

  private static WeakReference<ClassLoader> deployUseAndUndeploy(Cdi cdi, Containers.Kind kind)
      throws Exception {
    try (LogTrap log = new LogTrap()) {
      WeakReference<ClassLoader> loader = use(cdi, kind);
      assertThat(log.lines()).noneMatch(each -> each.contains("a thread named [drafthorse-"));
      return loader;
    }
  }

  private static WeakReference<ClassLoader> use(Cdi cdi, Containers.Kind kind) throws Exception {
    List<CompletableFuture<Integer>> codes = new ArrayList<>();
    int port = 0;
    try (Deployed deployed = CONTAINERS.get(kind).deploy(war(cdi, kind))) {
      port = deployed.port();
      for (String each : resources(cdi)) {
        WireSocket socket = deployed.open(each);
        socket.send(Frames.text("hello"));
        while (!socket.readFrame().text().equals("hello")) {}
        codes.add(
            CompletableFuture.supplyAsync(() -> codeOfClose(socket), UndeployTest::onNewThread));
      }
      return new WeakReference<>(deployed.context().getClassLoader());
    } finally {
      for (CompletableFuture<Integer> each : codes) {
        assertThat(Await.get("the close frame", each)).isEqualTo(1001);
      }
      forgetTheLastConnection(port);
    }
  }

  /** A selector of Jetty's keeps the last connection that it saw until it sees another one. */
  private static void forgetTheLastConnection(int port) throws IOException {
    try (WireSocket socket = WireSocket.connect(port)) {
      socket.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      socket.awaitGone();
    }
  }

  private static void onNewThread(Runnable task) {
    Thread thread = new Thread(task, "reader");
    thread.setDaemon(true);
    thread.start();
  }

  private static War war(Cdi cdi, Containers.Kind kind) {
    War war = War.named("undeploy-" + cdi + "-" + kind).with(cdi);
    return cdi == Cdi.NONE
        ? war.classes(Probe.class, AnnotatedProbes.class)
        : war.classes(Injected.class, InjectedResources.class, PerRequest.class, Helper.class);
  }

  private static List<String> resources(Cdi cdi) {
    return cdi == Cdi.NONE
        ? List.of("/direct", "/executor", "/own")
        : List.of("/application", "/dependent", "/plain", "/own");
  }

  private static int codeOfClose(WireSocket socket) {
    try (socket) {
      WireSocket.Frame frame = socket.readFrame();
      while (!frame.isClose()) {
        frame = socket.readFrame();
      }
      socket.send(Frames.close(CloseStatus.GOING_AWAY));
      socket.awaitGone();
      return frame.closeCode();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
