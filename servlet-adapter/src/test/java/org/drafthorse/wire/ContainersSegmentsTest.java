package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request and the first frames in one segment, and in two, wherever the network cuts. Whoever
 * hands a connection over loses bytes here, if at all.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
final class ContainersSegmentsTest extends HostileClients {

  private static final String WHOLE = "h\u00F6rse \u20AC";

  @Test
  void theRequestAndThreeFramesMayBeCutAnywhere() throws Exception {
    for (Handshake handshake : handshakes()) {
      byte[] all = Frames.concat(handshake.bytes(), text("one"), text(WHOLE), close());
      for (int cut = 0; cut < all.length; cut++) {
        assertAnswered(handshake, all, cut);
      }
    }
  }

  private void assertAnswered(Handshake handshake, byte[] all, int cut) throws IOException {
    try (WireSocket socket = container.connect(Carrier.TCP)) {
      socket.send(Arrays.copyOf(all, cut));
      boolean wasOpened = cut >= handshake.bytes().length;
      if (wasOpened) {
        // Only now is it sure that the server does not get both in one.
        socket.expectOpen(handshake);
      }
      socket.send(Arrays.copyOfRange(all, cut, all.length));
      if (!wasOpened) {
        socket.expectOpen(handshake);
      }
      assertThat(nextText(socket)).as("cut behind %s bytes", cut).isEqualTo("one");
      assertThat(nextText(socket)).as("cut behind %s bytes", cut).isEqualTo(WHOLE);
      expectClose(socket, 1000);
      assertThat(socket.ends()).isTrue();
    }
  }

  /** Version 00's eight bytes come bare, or announced as a body. */
  private List<Handshake> handshakes() {
    Handshake plain = new Handshake(version, "/DIRECT");
    if (!isDraft00()) {
      return List.of(plain);
    }
    Handshake announced = new Handshake(version, "/DIRECT").with("Content-Length", "8");
    // Keys that a line-based reader would take for line ends.
    byte[] lineEnds = "\r\n\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    return List.of(plain.withKey3(lineEnds), announced);
  }
}
