package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Clients that mean no good, over both kinds of upgrade, in every version that they can: each test
 * that extends this one runs in all of these ways, and leaves nothing behind.
 */
@Timeout(60)
abstract class HostileClients {

  static final byte[] DRAFT_00_CLOSE = {(byte) 0xFF, 0};

  private static final int LONGEST_PING = 125;

  @Parameter(0)
  Container container;

  @Parameter(1)
  ProtocolVersion version;

  static List<Arguments> ways() {
    List<Arguments> ways = new ArrayList<>();
    for (Container container :
        List.of(Container.JETTY_EE10, Container.TOMCAT_10, Container.UNDERTOW)) {
      for (ProtocolVersion version : ProtocolVersion.values()) {
        if (container.inability(version) == null) {
          ways.add(Arguments.of(container, version));
        }
      }
    }
    return ways;
  }

  @AfterEach
  void nothingIsLeft() {
    container.awaitNoClients();
  }

  final WireSocket open(String path) throws IOException {
    return container.open(Carrier.TCP, new Handshake(version, path));
  }

  final boolean isDraft00() {
    return version == ProtocolVersion.V00;
  }

  final byte[] text(String text) {
    return isDraft00() ? Frames.draft00Text(text) : Frames.text(text);
  }

  final byte[] close() {
    return isDraft00() ? DRAFT_00_CLOSE : Frames.close(CloseStatus.NORMAL);
  }

  final void echo(WireSocket socket, String text) throws IOException {
    socket.send(text(text));
    assertThat(nextText(socket)).isEqualTo(text);
  }

  final String nextText(WireSocket socket) throws IOException {
    String text = textOrClose(socket);
    if (text == null) {
      throw new AssertionError("a close frame instead of text");
    }
    return text;
  }

  /** The next text, pongs of the longest kind left out; null for a close frame. */
  final @Nullable String textOrClose(WireSocket socket) throws IOException {
    if (isDraft00()) {
      return socket.readDraft00TextOrClose();
    }
    WireSocket.Frame frame = nextFrame(socket);
    return frame.isClose() ? null : frame.text();
  }

  /** A close frame comes next, with that code where the version has codes. */
  final void expectClose(WireSocket socket, int code) throws IOException {
    if (isDraft00()) {
      assertThat(socket.read(2)).isEqualTo(DRAFT_00_CLOSE);
    } else {
      assertThat(nextFrame(socket).closeCode()).isEqualTo(code);
    }
  }

  private static WireSocket.Frame nextFrame(WireSocket socket) throws IOException {
    WireSocket.Frame frame = socket.readFrame();
    while (!frame.isClose() && Arrays.equals(frame.payload(), new byte[LONGEST_PING])) {
      frame = socket.readFrame();
    }
    return frame;
  }
}
