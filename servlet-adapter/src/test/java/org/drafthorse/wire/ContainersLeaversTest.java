package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.programs.LeavingOut;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that leave any moment, with FIN or with RST: every container tells us of every one. */
@ExtendWith(LeavingOut.class)
final class ContainersLeaversTest {

  private static final int THREADS = 4;
  private static final int EACH = 100;
  private static final int BYTES = 20_000;

  @ParameterizedTest
  @EnumSource
  void noClientStaysThatHasLeft(Container container) {
    int port = container.port();
    try (Workers workers = new Workers(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        workers.start(() -> leave(port, random));
      }
      workers.await();
    }
    Await.until(() -> container.clientCount() + " are left", () -> container.clientCount() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void whatAClientSentThatIsResetIsLetGoThoughTheHandlerIsBusy(Container container)
      throws IOException {
    try (WireSocket socket =
        container.open(Carrier.TCP, new Handshake(ProtocolVersion.V13, "/slow"))) {
      String padding = "x".repeat(BYTES);
      for (int i = 0; i < 2; i++) {
        socket.send(Frames.text(i + " " + padding));
      }
      Await.until("the first message", () -> container.ask("waiting").equals("true"));
      Await.until("the other", () -> held(container) > 2 * BYTES);
      socket.reset();
      Await.until(() -> container.ask("held") + " are held", () -> held(container) < 2 * BYTES);
      assertThat(container.ask("waiting")).isEqualTo("true");
      container.ask("permit 1");
    }
    container.awaitNoClients();
  }

  private static long held(Container container) {
    return Long.parseLong(container.ask("held"));
  }

  private static void leave(int port, Random random) throws IOException {
    for (int i = 0; i < EACH; i++) {
      String path = random.nextBoolean() ? "/DIRECT" : "/EXECUTOR";
      WireSocket socket = WireSocket.connect(port);
      socket.send(new Handshake(ProtocolVersion.V13, path).bytes());
      int moment = random.nextInt(4);
      if (moment > 0) {
        assertThat(socket.readStatus()).isEqualTo(101);
      }
      if (moment > 1) {
        socket.send(Frames.text("x".repeat(random.nextInt(100_000))));
      }
      if (moment > 2) {
        socket.send(new byte[random.nextInt(3)]);
      }
      if (random.nextBoolean()) {
        socket.reset();
      } else {
        socket.close();
      }
    }
  }
}
