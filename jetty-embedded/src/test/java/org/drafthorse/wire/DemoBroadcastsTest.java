package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drafthorse.Deflate;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.BroadcastResource;
import org.drafthorse.jetty.ChatResource;
import org.drafthorse.jetty.WebSocketServer;
import org.drafthorse.runtime.ClientWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resources of the command line, as everybody tries them first: all get everything. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
@Timeout(60)
final class DemoBroadcastsTest {

  private static final int BINARY = 0x82;

  @Parameter(0)
  ListenerMode mode;

  @Parameter(1)
  @Nullable
  Deflate deflate;

  private final List<Client> clients = new ArrayList<>();
  private WebSocketServer server;

  static Stream<Arguments> ways() {
    return Stream.of(ListenerMode.DIRECT, ListenerMode.EXECUTOR)
        .flatMap(
            mode ->
                Stream.of(null, Deflate.defaults(), Deflate.defaults().withContextTakeover())
                    .map(deflate -> Arguments.of(mode, deflate)));
  }

  /** Keeps all that it gets. */
  private static final class Client {

    private final WireStream stream;
    private final ClientWire wire;
    private final byte[] buffer = new byte[64 * 1024];
    private List<ClientWire.Message> got = List.of();

    Client(WireMixture.Opened opened) {
      stream = opened.stream();
      wire = new ClientWire(ProtocolVersion.WireFormat.HYBI, opened.takeover());
    }

    /** The first so many messages; a binary one by its length alone. */
    List<String> first(int count) throws IOException {
      while (got.size() < count) {
        int read = stream.readSome(buffer);
        if (read < 0) {
          throw new AssertionError("cut behind " + got.size() + " messages");
        }
        got = wire.read(buffer, read);
      }
      return got.stream().limit(count).map(Client::text).toList();
    }

    private static String text(ClientWire.Message message) {
      return message.opcode() == 1
          ? new String(message.payload(), StandardCharsets.UTF_8)
          : message.payload().length + " bytes";
    }
  }

  @BeforeEach
  void start() throws IOException {
    ResourceOptions options =
        ResourceOptions.builder()
            .listenerMode(mode)
            .deflate(deflate)
            .origins(OriginPolicy.any())
            .build();
    server =
        WebSocketServer.builder()
            .resource("/broadcast", new BroadcastResource(), options)
            .resource("/chat", new ChatResource(), options)
            .build();
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    for (Client each : clients) {
      each.stream.reset();
    }
    server.stop();
  }

  /** Each is there for the server before the next one comes. */
  private void connect(String path, int count) throws IOException {
    SocketTransport transport = new SocketTransport(server.uri(), version -> true);
    for (int i = 0; i < count; i++) {
      String offer = deflate == null ? null : "permessage-deflate";
      clients.add(new Client(transport.open(ProtocolVersion.V13, path, offer, false)));
      int open = i + 1;
      Await.until(
          open + " are open", () -> server.registry().find(path).connections().size() == open);
    }
  }

  private static String text(int size) {
    return "x".repeat(size);
  }

  @Test
  void eightClientsThatSendSixtyTextsEachGetThemAllInOrder() throws Exception {
    connect("/broadcast", 8);
    List<List<String>> sent = new ArrayList<>();
    try (Workers workers = new Workers(2 * clients.size())) {
      for (int i = 0; i < clients.size(); i++) {
        Random random = new Random(i);
        String begin = i + " ";
        List<String> texts =
            Stream.generate(() -> begin + text(6 + random.nextInt(993))).limit(60).toList();
        sent.add(texts);
        Client client = clients.get(i);
        workers.start(
            () -> {
              for (String each : texts) {
                client.stream.send(Frames.text(each));
              }
            });
        workers.start(() -> client.first(8 * 60));
      }
      workers.await();
    }
    for (Client each : clients) {
      Map<Character, List<String>> bySender =
          each.first(8 * 60).stream().collect(Collectors.groupingBy(one -> one.charAt(0)));
      for (int i = 0; i < clients.size(); i++) {
        assertThat(bySender.get((char) ('0' + i)).equals(sent.get(i))).as("of %s", i).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5000 200", "1200 1", "200 5000 200", "1 16384 1 1 60000 1024"})
  void textsInOneSegmentReachAll(String sizes) throws IOException {
    connect("/broadcast", 5);
    List<String> texts =
        Arrays.stream(sizes.split(" ", -1)).map(each -> text(Integer.parseInt(each))).toList();
    byte[][] frames = texts.stream().map(Frames::text).toArray(byte[][]::new);
    clients.get(0).stream.send(Frames.concat(frames));
    for (Client each : clients) {
      assertThat(each.first(texts.size()).equals(texts)).isTrue();
    }
  }

  @Test
  void aBinaryMessageAndThenATextReachAllInTheChat() throws IOException {
    connect("/chat", 4);
    clients
        .get(0)
        .stream
        .send(Frames.concat(Frames.frame(BINARY, new byte[5000]), Frames.text("hi")));
    for (int i = 0; i < clients.size(); i++) {
      int joined = clients.size() - i;
      assertThat(clients.get(i).first(joined + 3).subList(joined, joined + 3))
          .containsExactly("* guest 1 sends 5000 bytes", "5000 bytes", "guest 1: hi");
    }
  }
}
