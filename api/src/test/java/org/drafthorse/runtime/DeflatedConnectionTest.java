package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.SendResult;
import org.drafthorse.engine.Opcode;
import org.drafthorse.runtime.DeflatingClient.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that have agreed on permessage-deflate. */
class DeflatedConnectionTest {

  private static final Deflate TAKEOVER = Deflate.defaults().withContextTakeover();

  private final RecordingResource resource = new RecordingResource();
  private final TestServer server = new TestServer();

  @AfterEach
  void nothingIsHeld() {
    server.close();
    assertThat(server.runtime().compression().inUse()).isZero();
  }

  private ResourceContext register(Deflate deflate) {
    return register(Setup.DIRECT.options().deflate(deflate));
  }

  private ResourceContext register(ResourceOptions.Builder options) {
    return server.register("/it", resource, options.build());
  }

  private DeflatingClient connect() {
    return DeflatingClient.connect(server.runtime(), "/it");
  }

  private static String message(int i) {
    return "a message that is a lot like the others, number " + i + ", ".repeat(i % 50);
  }

  @Test
  void withoutBeingAskedForItIsDeclined() {
    server.register("/it", resource, Setup.DIRECT);
    DeflatingClient client = connect();
    assertThat(client.answer()).isEqualTo("none");
    client.text("x");
    assertThat(client.fake().received()).containsExactly("close 1002");
  }

  @Test
  void version00HasNoExtensions() {
    register(Deflate.defaults());
    Admission admission =
        server
            .runtime()
            .admit(
                RequestHeads.with(
                    "/it", ProtocolVersion.V00, "Sec-WebSocket-Extensions", "permessage-deflate"));
    assertThat(((Admission.Admitted) admission).answer().headers())
        .doesNotContainKey("Sec-WebSocket-Extensions");
  }

  @Test
  void messagesFromTheThresholdOnAreDeflatedAndControlFramesNever() {
    register(Deflate.defaults().withThreshold(100));
    DeflatingClient client = connect();
    client.fake().connection().sendText("x".repeat(99));
    client.fake().connection().sendText("x".repeat(100));
    client.fake().connection().sendPing(ByteBuffer.wrap(new byte[120]));
    client.fake().connection().sendBinary(ByteBuffer.wrap(new byte[1000]));
    assertThat(client.messages()).extracting(Message::deflated).containsExactly(false, true, true);
    assertThat(client.messages()).extracting(m -> m.text().length()).containsExactly(99, 100, 1000);
    assertThat(client.messages().get(2).wireBytes()).isLessThan(30);
  }

  @Test
  void takeoverLowersTheThresholdUnlessItWasSet() {
    assertThat(Deflate.defaults().threshold()).isEqualTo(1024);
    assertThat(TAKEOVER).isEqualTo(new Deflate(true, 64));
    assertThat(Deflate.defaults().withThreshold(300).withContextTakeover())
        .isEqualTo(TAKEOVER.withThreshold(300));
  }

  @Test
  void aFrameSizeIsKeptToOnTheWire() {
    register(Deflate.defaults());
    DeflatingClient client = connect();
    String text = IntStream.range(0, 2000).mapToObj(Integer::toString).toList().toString();
    client.fake().connection().sendText(text, 700);
    Message only = client.messages().get(0);
    assertThat(only.text()).isEqualTo(text);
    assertThat(only.deflated()).isTrue();
    assertThat(only.frames()).isEqualTo((only.wireBytes() + 699) / 700).isGreaterThan(2);
  }

  @Test
  void whatComesIsInflated() {
    register(Deflate.defaults());
    DeflatingClient client = connect();
    client.text("x".repeat(5000));
    client.fake().text("plain");
    assertThat(resource.events()).containsExactly("open", "text " + "x".repeat(5000), "text plain");
    assertThat(server.runtime().compression().inUse()).isZero();
  }

  @Test
  void takeoverMakesMessagesSmallerThatAreAlike() {
    register(TAKEOVER.withThreshold(1));
    DeflatingClient client = connect();
    assertThat(client.answer()).isEqualTo("permessage-deflate");
    for (int i = 0; i < 100; i++) {
      client.fake().connection().sendText(message(i));
    }
    List<Message> messages = client.messages();
    assertThat(messages).extracting(Message::text).isEqualTo(texts(100));
    assertThat(messages.get(99).wireBytes()).isLessThan(messages.get(0).wireBytes() / 2);
    assertThat(server.runtime().compression().inUse()).isEqualTo(1);
    client.fake().reset();
    assertThat(server.runtime().compression().inUse()).isZero();
    assertThat(client.fake().connection().sendText(message(1))).isEqualTo(SendResult.CLOSED);
  }

  @Test
  void whatIsSentByManyThreadsWithTakeoverInflates() throws Exception {
    ResourceContext context =
        register(
            Setup.DIRECT
                .options()
                .deflate(TAKEOVER.withThreshold(1))
                .limits(Limits.builder().maxQueuedBytes(10_000_000).build()));
    DeflatingClient client = connect();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  if (i % 5 == 0) {
                    context.broadcast().sendText(message(i));
                  } else {
                    client.fake().connection().sendText(message(i));
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread each : threads) {
      each.join();
    }
    List<String> expected = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      expected.addAll(texts(500));
    }
    List<String> found = new ArrayList<>(client.messages().stream().map(Message::text).toList());
    Collections.sort(expected);
    Collections.sort(found);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void messagesThatAreDroppedLeaveNoTraceInTheContext() {
    register(
        Setup.DIRECT
            .options()
            .deflate(TAKEOVER.withThreshold(1))
            .overflowPolicy(OverflowPolicy.DROP)
            .limits(Limits.builder().maxQueuedBytes(100).build()));
    DeflatingClient client =
        DeflatingClient.connect(
            server.runtime(), "/it", "permessage-deflate", FakeTransport.Mode.LATER);
    List<String> sent = new ArrayList<>();
    int dropped = 0;
    for (int i = 0; i < 200; i++) {
      if (client.fake().connection().sendText(message(i)) == SendResult.SENT) {
        sent.add(message(i));
      } else {
        dropped++;
      }
      if (i % 20 == 19 && client.fake().transport().isWriting()) {
        client.fake().transport().complete();
      }
    }
    while (client.fake().transport().isWriting()) {
      client.fake().transport().complete();
    }
    assertThat(dropped).isPositive();
    assertThat(client.messages()).extracting(Message::text).isEqualTo(sent);
  }

  @Test
  void noiseIsSentAsItIsAndDoesNotSpoilTheContext() {
    register(TAKEOVER.withThreshold(1));
    DeflatingClient client = connect();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String text = i % 3 == 1 ? Integer.toString(i) : message(i);
      expected.add(text);
      client.fake().connection().sendText(text);
    }
    assertThat(client.messages()).extracting(Message::text).isEqualTo(expected);
    assertThat(client.messages()).extracting(Message::deflated).contains(true, false);
  }

  @Test
  void takeoverStopsWhereMemoryDoes() {
    try (TestServer small = new TestServer(builder -> builder.byteBudget(2 * 1024 * 1024))) {
      ResourceOptions options = Setup.DIRECT.options().deflate(TAKEOVER).build();
      small.register("/it", resource, options);
      List<DeflatingClient> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(DeflatingClient.connect(small.runtime(), "/it"));
      }
      String with = "permessage-deflate";
      String without = with + "; server_no_context_takeover; client_no_context_takeover";
      assertThat(clients)
          .extracting(DeflatingClient::answer)
          .containsExactly(with, with, with, without);
      clients.get(1).fake().reset();
      assertThat(DeflatingClient.connect(small.runtime(), "/it").answer()).isEqualTo(with);
    }
  }

  @Test
  void aHalfMessageOfAClientThatLeavesHoldsNothing() {
    register(Deflate.defaults());
    DeflatingClient client = connect();
    client.fake().frame(0x41, new byte[] {(byte) 0xf2, 0x48, (byte) 0xcd});
    assertThat(server.runtime().compression().inUse()).isEqualTo(1);
    assertThat(server.runtime().heldBytes()).isGreaterThan(40_000);
    client.fake().reset();
    assertThat(server.runtime().compression().inUse()).isZero();
    Await.until("nothing is held", () -> server.runtime().heldBytes() == 0);
  }

  @Test
  void aBroadcastIsDeflatedOnceForEachWindow() {
    ResourceContext context = register(Deflate.defaults());
    DeflatingClient wide = connect();
    DeflatingClient narrow =
        DeflatingClient.connect(
            server.runtime(),
            "/it",
            "permessage-deflate; server_max_window_bits=9",
            FakeTransport.Mode.INLINE);
    FakeClient plain = FakeClient.connect(server.runtime(), "/it");
    // What a window of 512 bytes never sees twice.
    String once = IntStream.range(1000, 1300).mapToObj(Integer::toString).toList().toString();
    String text = once + once;
    assertThat(context.broadcast().sendText(text).sent()).isEqualTo(3);
    assertThat(wide.messages()).extracting(Message::text).containsExactly(text);
    assertThat(narrow.messages()).extracting(Message::text).containsExactly(text);
    assertThat(plain.received()).containsExactly("1 " + text);
    assertThat(wide.messages().get(0).wireBytes()).isLessThan(narrow.messages().get(0).wireBytes());
  }

  @Test
  void receiversShareTheirEncoding() {
    ByteBuffer payload = ByteBuffer.wrap(new byte[5000]);
    Encodings encodings = new Encodings(server.runtime(), Opcode.BINARY, payload);
    SharedFrame deflated = encodings.of(WireFormat.HYBI, 15);
    assertThat(deflated.isDeflated()).isTrue();
    assertThat(encodings.of(WireFormat.HYBI, 15)).isSameAs(deflated);
    assertThat(encodings.of(WireFormat.HYBI, 9)).isNotSameAs(deflated);
    assertThat(encodings.of(WireFormat.HYBI, 0)).isSameAs(encodings.of(WireFormat.HYBI, 0));
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(DeflatedConnectionTest::message).toList();
  }
}
