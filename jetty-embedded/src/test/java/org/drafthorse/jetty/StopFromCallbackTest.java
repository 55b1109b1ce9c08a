package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.drafthorse.CloseStatus;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.wire.Await;
import org.drafthorse.wire.Descriptors;
import org.drafthorse.wire.Frames;
import org.drafthorse.wire.Handshake;
import org.drafthorse.wire.LogTrap;
import org.drafthorse.wire.WireSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks that stop their own server, on every thread that callbacks may run on. */
@Timeout(60)
class StopFromCallbackTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** Nothing here needs it, unless a callback goes on. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration LITTLE_PATIENCE = Duration.ofMillis(200);

  /** What a stop may take longer than its patience, on a machine that has much else to do. */
  private static final Duration MORE = Duration.ofSeconds(5);

  /** Whose threads run the callbacks. */
  private enum Threads {
    /** A selector's. */
    DIRECT(ListenerMode.DIRECT),
    /** Jetty's, as with TLS. */
    DIRECT_BESIDE_HTTP_2(ListenerMode.DIRECT),
    EXECUTOR(ListenerMode.EXECUTOR),
    /** A selector's, since the callbacks have been found to be short. */
    EXECUTOR_LEADING(ListenerMode.EXECUTOR),
    APPLICATIONS_EXECUTOR(ListenerMode.EXECUTOR),
    OWN(ListenerMode.OWN);

    private final ListenerMode mode;

    Threads(ListenerMode mode) {
      this.mode = mode;
    }

    ResourceOptions options(OriginPolicy origins) {
      ResourceOptions.Builder options =
          ResourceOptions.builder().listenerMode(mode).origins(origins);
      if (this == APPLICATIONS_EXECUTOR) {
        Executor threads = task -> daemon(task, "application");
        options.executor(threads);
      }
      return options.build();
    }
  }

  private final LogTrap log = new LogTrap();
  private final List<String> descriptorsBefore = Descriptors.now();
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
  private final CompletableFuture<Boolean> goOn = new CompletableFuture<>();

  static Stream<Arguments> ways() {
    return Stream.of(Threads.values())
        .flatMap(each -> Stream.of(StoppingResource.At.values()).map(at -> Arguments.of(each, at)));
  }

  private static void daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static WebSocketServer start(
      Threads threads, StoppingResource resource, Duration patience) throws IOException {
    WebSocketServer server =
        WebSocketServer.builder()
            .resource("/it", resource, threads.options(resource))
            .http2(threads == Threads.DIRECT_BESIDE_HTTP_2)
            .stopPatience(patience)
            .build();
    server.start();
    if (threads == Threads.OWN) {
      ResourceContext context = server.registry().find("/it");
      daemon(context.listener(), "own listener");
    }
    return server;
  }

  private static void awaitJoined(WebSocketServer server, Duration most) throws Exception {
    CompletableFuture<Boolean> joined = new CompletableFuture<>();
    daemon(
        () -> {
          try {
            server.join();
            server.stop();
            joined.complete(true);
          } catch (InterruptedException e) {
            joined.completeExceptionally(e);
          }
        },
        "joins");
    joined.get(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void assertPortIsFree(int port) throws IOException {
    try (ServerSocket next = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(next.isBound()).isTrue();
    }
  }

  private void assertNothingIsLeft() {
    Await.until(() -> "threads: " + newThreads(), () -> newThreads().isEmpty());
    Await.until(
        () -> "descriptors: " + Descriptors.now() + " after " + descriptorsBefore,
        () -> Descriptors.now().size() <= descriptorsBefore.size());
  }

  private List<Thread> newThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> !threadsBefore.contains(each))
        .filter(each -> each.getName().matches("drafthorse.*|Connector-Sch.*|own listener"))
        .toList();
  }

  /** Has the server stop, and answers its goodbye, if there is one. */
  private static void converse(WebSocketServer server, StoppingResource resource, boolean leads)
      throws IOException {
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(new Handshake(ProtocolVersion.V13, "/it").bytes());
      if (resource.stopsBeforeItAnswers()) {
        // With 101 and 1001, with 503, or not at all.
        socket.shutdownOutput();
        socket.awaitGone();
        return;
      }
      assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
      if (leads) {
        lead(socket);
      }
      resource.bringAbout(server, socket);
      WireSocket.Frame goodbye = socket.readFrame();
      assertThat(goodbye.isClose()).isTrue();
      socket.send(Frames.close(CloseStatus.GOING_AWAY));
      socket.awaitGone();
    }
  }

  /** Sends messages until a selector's thread has handled many in a row. */
  private static void lead(WireSocket socket) throws IOException {
    int inARow = 0;
    while (inARow < 100) {
      socket.send(Frames.text("on which thread?"));
      inARow = socket.readFrame().text().startsWith("drafthorse-selector-") ? inARow + 1 : 0;
    }
  }

  @AfterEach
  void letGo() {
    goOn.complete(true);
    log.close();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void itReturnsAtOnceAndNothingIsLeft(Threads threads, StoppingResource.At at) throws Exception {
    StoppingResource resource = new StoppingResource(at);
    WebSocketServer server = start(threads, resource, PATIENCE);
    resource.stops(server::stop);
    long begin = System.nanoTime();
    boolean leads =
        threads == Threads.EXECUTOR_LEADING && at.compareTo(StoppingResource.At.OPEN) > 0;
    converse(server, resource, leads);
    assertThat(Await.get("the stop", resource.returned())).isLessThan(AT_ONCE);
    awaitJoined(server, PATIENCE);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
    assertPortIsFree(server.port());
    assertNothingIsLeft();
    assertThat(log.scandals()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCallbackThatGoesOnForEverHoldsItUpForItsPatience(Threads threads) throws Exception {
    assertHeldUpForItsPatience(threads, StoppingResource.At.TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void soDoesAHandshakeThatGoesOnForEver(Threads threads) throws Exception {
    assertHeldUpForItsPatience(threads, StoppingResource.At.HANDSHAKE);
  }

  private void assertHeldUpForItsPatience(Threads threads, StoppingResource.At at)
      throws Exception {
    StoppingResource resource = new StoppingResource(at);
    WebSocketServer server = start(threads, resource, LITTLE_PATIENCE);
    resource.stops(
        () -> {
          server.stop();
          // Not ended by an interrupt.
          while (!goOn.isDone()) {
            Thread.onSpinWait();
          }
        });
    try (WireSocket socket = WireSocket.connect(server.port())) {
      socket.send(new Handshake(ProtocolVersion.V13, "/it").bytes());
      if (at == StoppingResource.At.TEXT) {
        assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
        if (threads == Threads.EXECUTOR_LEADING) {
          lead(socket);
        }
        socket.send(Frames.text("stop"));
      }
      awaitJoined(server, LITTLE_PATIENCE.plus(MORE));
    }
    assertPortIsFree(server.port());
    goOn.complete(true);
    assertNothingIsLeft();
    assertThat(log.scandals()).isEmpty();
  }
}
