package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes in both directions, as fast as they go and as slowly, in every kind of container. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
@Timeout(60)
final class ContainersFlowTest {

  private static final int FRAME = 64 * 1024;
  private static final int FRAMES = 320;

  private static final List<Container> EVERY_KIND =
      List.of(Container.JETTY_EE10, Container.TOMCAT_10, Container.TOMCAT_11, Container.UNDERTOW);

  @Parameter(0)
  Container container;

  @Parameter(1)
  Carrier carrier;

  static Stream<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (Container each : EVERY_KIND) {
      ways.add(Arguments.of(each, Carrier.TCP));
      if (each.hasTls()) {
        ways.add(Arguments.of(each, Carrier.TLS));
      }
    }
    return ways.stream();
  }

  @AfterEach
  void nothingIsLeft() {
    container.awaitNoClients();
  }

  @Test
  void twentyMegabytesGoBothWaysAtOnceUnchanged() throws Exception {
    for (String path : new String[] {"/DIRECT", "/EXECUTOR"}) {
      try (WireSocket socket = open(path);
          Workers workers = new Workers(1)) {
        CRC32 sent = new CRC32();
        workers.start(() -> sendFrames(socket, sent));
        assertAllComeBack(socket, workers, sent);
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotReadFromEitherAndLosesNothing() throws Exception {
    try (WireSocket socket = open("/DIRECT");
        Workers workers = new Workers(1)) {
      CRC32 sent = new CRC32();
      workers.start(() -> sendFrames(socket, sent));
      Await.until(() -> "held: " + held(), () -> held() > ContractResources.MOST / 2);
      container.awaitIdle();
      // Half the queue, which has room for two of the largest messages, and not the other half.
      assertThat(held()).isLessThan(3L * ContractResources.MOST / 2);
      assertAllComeBack(socket, workers, sent);
    }
  }

  @Test
  void aFloodWaitsForASlowHandlerAndArrivesInOrder() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    try (WireSocket socket = open("/slow");
        Workers workers = new Workers(1)) {
      String padding = "x".repeat(FRAME);
      workers.start(
          () -> {
            for (int i = 0; i < FRAMES; i++) {
              socket.send(Frames.text(i + " " + padding));
              sent.incrementAndGet();
            }
            socket.send(Frames.text("end"));
          });
      Await.until("the first message", () -> container.ask("waiting").equals("true"));
      container.awaitIdle();
      // The window is closed: what is on its way is in the buffers of the two kernels.
      assertThat(sent.get()).isLessThan(FRAMES);
      assertThat(held()).isLessThan(20L * FRAME);
      container.ask("permit " + FRAMES);
      assertThat(socket.readFrame().text()).isEqualTo(FRAMES + " messages, 0 wrong");
      workers.await();
      socket.closeInOrder();
    }
  }

  @Test
  void messagesInFrontOfACloseAndAFinAreHandledThoughReadingPausedBefore() throws Exception {
    try (WireSocket socket = open("/slow")) {
      byte[] all = {};
      for (int i = 0; i < 30; i++) {
        all = Frames.concat(all, Frames.text(i + " "));
      }
      socket.send(Frames.concat(all, Frames.text("end"), Frames.text("0"), Frames.text("0")));
      if (carrier == Carrier.TCP) {
        socket.shutdownOutput();
      }
      Await.until("the first message", () -> container.ask("waiting").equals("true"));
      container.ask("permit 32");
      assertThat(socket.readFrame().text()).isEqualTo("30 messages, 0 wrong");
      if (carrier == Carrier.TCP) {
        assertThat(socket.ends()).isTrue();
      } else {
        socket.closeInOrder();
      }
    }
  }

  private long held() {
    return Long.parseLong(container.ask("held"));
  }

  private WireSocket open(String path) throws IOException {
    return container.open(carrier, new Handshake(ProtocolVersion.V13, path));
  }

  private static void assertAllComeBack(WireSocket socket, Workers workers, CRC32 sent)
      throws IOException {
    CRC32 received = new CRC32();
    for (int i = 0; i < FRAMES; i++) {
      received.update(socket.readFrame().payload());
    }
    workers.await();
    assertThat(received.getValue()).isEqualTo(sent.getValue());
    socket.closeInOrder();
  }

  private static void sendFrames(WireSocket socket, CRC32 sum) throws IOException {
    Random random = new Random(1);
    byte[] payload = new byte[FRAME];
    for (int i = 0; i < FRAMES; i++) {
      random.nextBytes(payload);
      sum.update(payload);
      socket.send(Frames.frame(0x82, payload));
    }
  }
}
