package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.Broadcast;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.SendResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message for many is encoded once for each wire format. */
class BroadcastTest {

  private final RecordingResource resource = new RecordingResource();

  @Test
  void everyVersionGetsTextAndOnlyThoseThatCanGetBinary() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.DIRECT);
      List<FakeClient> clients = new ArrayList<>();
      for (ProtocolVersion version : ProtocolVersion.values()) {
        clients.add(server.connect("/it", version, FakeTransport.Mode.INLINE));
      }
      ByteBuffer data = ByteBuffer.wrap(new byte[] {'b'});
      assertThat(context.broadcast().sendText("t")).isEqualTo(new Broadcast.Result(4, 0, 0, 0));
      assertThat(context.broadcast().sendBinary(data)).isEqualTo(new Broadcast.Result(3, 0, 0, 1));
      assertThat(clients.get(0).connection().sendBinary(data)).isEqualTo(SendResult.UNSUPPORTED);
      assertThat(clients.get(0).received()).containsExactly("1 t");
      assertThat(clients.subList(1, 4))
          .allSatisfy(each -> assertThat(each.received()).containsExactly("1 t", "2 b"));
      assertThat(clients.get(0).connection().isOpen()).isTrue();
    }
  }

  @Test
  void aLargeMessageIsSharedAndASmallOneCopied() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.DIRECT);
      List<FakeClient> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        clients.add(server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER));
        clients.add(server.connect("/it", ProtocolVersion.V00, FakeTransport.Mode.INLINE));
      }
      int inUse = server.runtime().buffersInUse();
      String text = "x".repeat(200_000);
      assertThat(context.broadcast().sendText(text).sent()).isEqualTo(100);
      assertThat(server.runtime().buffersInUse()).isEqualTo(inUse);
      for (FakeClient each : clients) {
        if (each.transport().isWriting()) {
          assertThat(each.transport().inProgress()).allMatch(ByteBuffer::isReadOnly);
          each.transport().complete();
        }
        assertThat(each.received()).containsExactly("1 " + text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5000 200", "1200 1", "200 5000 200", "1 16384 1 1 70000 1024", "200 0"})
  void sharedFramesOfAllSizesInOneTurnReachEveryReceiver(String sizes) {
    List<String> texts =
        Stream.of(sizes.split(" ")).map(s -> "x".repeat(Integer.parseInt(s))).toList();
    resource.on("text", (c, go) -> texts.forEach(resource.context().broadcast()::sendText));
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      List<FakeClient> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(server.connect("/it"));
      }
      clients.get(0).text("go");
      List<String> all = texts.stream().map(text -> "1 " + text).toList();
      assertThat(clients)
          .allSatisfy(each -> assertThat(each.received()).containsExactlyElementsOf(all));
    }
  }

  @Test
  void sharingAllocatesNothingForEachReceiver() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.DIRECT);
      for (int i = 0; i < 100; i++) {
        server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER);
      }
      ByteBuffer data = ByteBuffer.wrap(new byte[100_000]);
      long before = allocated();
      context.broadcast().sendBinary(data);
      assertThat(allocated() - before).isLessThan(2_000_000);
    }
  }

  @Test
  void aReceiverThatIsClosedIsCountedAndTouchesNobody() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.DIRECT);
      FakeClient closed = server.connect("/it");
      FakeClient open = server.connect("/it");
      closed.connection().close();
      Broadcast.Result result =
          context.broadcast(List.of(closed.connection(), open.connection())).sendText("t");
      assertThat(result).isEqualTo(new Broadcast.Result(1, 0, 1, 0));
      assertThat(result.reachedAll()).isFalse();
      assertThat(open.received()).containsExactly("1 t");
      assertThat(closed.received()).containsExactly("close 1000");
    }
  }

  @Test
  void textThatIsNotUtf8IsTheCallersMistake() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      ByteBuffer bad = ByteBuffer.wrap(new byte[] {(byte) 0xFF});
      assertThatThrownBy(() -> context.broadcast().sendText(bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> client.connection().sendText(bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(client.connection().isOpen()).isTrue();
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void aSharedMessageIsOnTheBudgetOnceAndNotOnceForEachReceiver() {
    try (TestServer server = new TestServer(builder -> builder.byteBudget(500_000))) {
      ResourceContext context = server.register("/it", resource, Setup.DIRECT);
      List<FakeClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.LATER));
      }
      context.broadcast().sendText("x".repeat(200_000));
      assertThat(server.runtime().heldBytes()).isBetween(200_000L, 210_000L);
      clients.get(0).reset();
      for (FakeClient each : clients.subList(1, 20)) {
        assertThat(each.connection().isOpen()).isTrue();
        assertThat(server.runtime().heldBytes()).isGreaterThan(199_999);
        while (each.transport().isWriting()) {
          each.transport().complete();
        }
      }
      assertThat(server.runtime().heldBytes()).isZero();
    }
  }
}
