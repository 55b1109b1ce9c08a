package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not read, or send to a handler that hangs, and are not let go by themselves. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
final class ContainersStubbornTest extends HostileClients {

  private static final int HANGING = 10;
  private static final int MANY = 1000;
  private static final int MIB = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCloseWhileReadingIsPausedEndsTcpInTime(boolean answered) throws Exception {
    try (WireSocket socket = open("/stuck?" + version)) {
      for (int i = 0; i < 20; i++) {
        socket.send(text(i + " "));
      }
      Await.until("the first message", () -> container.ask("waiting").equals("true"));
      assertThat(container.ask("close " + version)).isEqualTo("1");
      if (answered) {
        expectClose(socket, 1000);
        socket.send(close());
      }
      socket.awaitGone();
      assertThat(container.ask("waiting")).isEqualTo("true");
      container.ask("permit 20");
    }
  }

  @Test
  void aClientThatNeverReadsIsCutWhenItsWritesStandStill() throws Exception {
    try (WireSocket socket = open("/impatient?mute-" + version);
        Workers workers = new Workers(1)) {
      byte[] large = text("x".repeat(MIB));
      workers.start(
          () ->
              assertThatThrownBy(
                      () -> {
                        while (true) {
                          socket.send(large);
                        }
                      })
                  .isInstanceOf(IOException.class));
      workers.await();
    }
    assertThat(container.awaitClose("mute-" + version).code()).isEqualTo(1006);
  }

  @Test
  void whatIsReadWithPausesComesInOrderAndNothingStalls() throws Exception {
    try (WireSocket socket = open("/slow");
        Workers workers = new Workers(1)) {
      workers.start(
          () -> {
            for (int i = 0; i < MANY; i++) {
              socket.send(text(i + " " + "x".repeat(i)));
            }
            socket.send(text("end"));
          });
      Await.until("the first message", () -> container.ask("waiting").equals("true"));
      for (int i = 0; i < MANY; i += 10) {
        container.ask("permit 10");
      }
      assertThat(nextText(socket)).isEqualTo(MANY + " messages, 0 wrong");
      workers.await();
    }
  }

  @Test
  void handlersThatHangKeepNobodyElseFromBeingServedOverTls() throws Exception {
    List<WireSocket> hanging = new ArrayList<>();
    for (int i = 0; i < HANGING; i++) {
      WireSocket socket = container.open(Carrier.TLS, new Handshake(version, "/slow"));
      socket.send(text("0 "));
      hanging.add(socket);
    }
    Await.until("the first message", () -> container.ask("waiting").equals("true"));
    for (String path : List.of("/DIRECT", "/EXECUTOR")) {
      try (WireSocket good = container.open(Carrier.TLS, new Handshake(version, path))) {
        echo(good, "x".repeat(MIB));
      }
    }
    assertThat(container.ask("waiting")).isEqualTo("true");
    try (Workers workers = new Workers(HANGING)) {
      // Each waits for the server's end of TLS, which comes behind what was to be handled.
      hanging.forEach(each -> workers.start(each::close));
      // Whoever opens takes back the permits that there are.
      Await.until(
          "all are handled",
          () -> container.ask("permit 1").equals("done") && container.clientCount() == 0);
      workers.await();
    }
  }
}
