package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.ProtocolVersion.V00;
import static org.drafthorse.ProtocolVersion.V13;
import static org.drafthorse.ProtocolVersion.V7;
import static org.drafthorse.ProtocolVersion.V8;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.grizzly.websockets.Version;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.jetty.WebSocketServer;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_10;
import org.java_websocket.drafts.Draft_17;
import org.jboss.netty.handler.codec.http.websocketx.WebSocketVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Client libraries of 2011 to 2016, as they came to Maven Central, in each version they speak. */
final class OldLibrariesTest {

  /** Enough for the random keys of version 00 to differ in length, spaces and noise. */
  private static final int HANDSHAKES = 30;

  private static WebSocketServer server;

  @FunctionalInterface
  interface Library {
    OldLibrary connect(URI uri) throws Exception;
  }

  static Stream<Arguments> librariesAndVersions() {
    return Stream.of(
        arguments("Java-WebSocket 1.3.0", V00, javaWebSocket(new JavaWebSocket13.Draft76())),
        arguments("Java-WebSocket 1.3.0", V8, javaWebSocket(new Draft_10())),
        arguments("Java-WebSocket 1.3.0", V13, javaWebSocket(new Draft_17())),
        arguments("Netty 3.10.6", V00, netty(WebSocketVersion.V00)),
        arguments("Netty 3.10.6", V7, netty(WebSocketVersion.V07)),
        arguments("Netty 3.10.6", V8, netty(WebSocketVersion.V08)),
        arguments("Netty 3.10.6", V13, netty(WebSocketVersion.V13)),
        arguments("Grizzly 1.9.64", V00, grizzly(Version.DRAFT76)),
        arguments("Grizzly 1.9.64", V7, grizzly(Version.DRAFT07)),
        arguments("Grizzly 1.9.64", V8, grizzly(Version.DRAFT08)),
        // Its draft 17 still names version 8, and version 13 is named by none.
        arguments("Grizzly 1.9.64", V8, grizzly(Version.DRAFT17)));
  }

  private static Library javaWebSocket(Draft draft) {
    return uri -> new JavaWebSocket13(uri, draft.copyInstance());
  }

  private static Library netty(WebSocketVersion version) {
    return uri -> new Netty3(uri, version);
  }

  private static Library grizzly(Version version) {
    return uri -> new Grizzly19(uri, version);
  }

  @BeforeAll
  static void start() throws Exception {
    server =
        WebSocketServer.builder()
            .port(0)
            .versions(EnumSet.allOf(ProtocolVersion.class))
            .origins(OriginPolicy.any())
            .resource("/echo", new ServerSide())
            .build();
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static URI uri() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/echo?from=old");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("librariesAndVersions")
  void opensEchoesAndCloses(String name, ProtocolVersion version, Library library)
      throws Exception {
    try (OldLibrary client = library.connect(uri())) {
      client.send("!version");
      assertThat(client.next()).as(name).isEqualTo(version.name());
      String text = "h\u00F6rse \u20AC \uD83D\uDC0E";
      for (String each : new String[] {text, text.repeat(20), text.repeat(1000)}) {
        client.send(each);
        assertThat(client.next()).isEqualTo(each);
      }
      if (version.supports(ProtocolVersion.Feature.BINARY)) {
        byte[] data = new byte[300];
        data[7] = (byte) 0xFF;
        client.send(data);
        assertThat(client.next()).isEqualTo(ByteBuffer.wrap(data));
      }
      client.leave();
      assertThat(client.next()).isEqualTo(OldLibrary.CLOSED);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("librariesAndVersions")
  void opensWhateverItsRandomNumbersAre(String name, ProtocolVersion version, Library library)
      throws Exception {
    for (int i = 0; i < HANDSHAKES; i++) {
      try (OldLibrary client = library.connect(uri())) {
        client.send("!version");
        assertThat(client.next()).as(name).isEqualTo(version.name());
      }
    }
  }
}
