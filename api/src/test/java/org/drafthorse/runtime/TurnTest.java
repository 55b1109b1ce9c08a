package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent in a turn leaves with its end, whatever happens on the way. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnTest {

  private final RecordingResource resource = new RecordingResource();

  @Test
  void whatCallbacksWithinTheLastFlushSendLeavesAsWell() {
    RecordingResource second = new RecordingResource();
    try (TestServer server = new TestServer(builder -> builder.executor(Runnable::run))) {
      server.register("/it", resource, Setup.EXECUTOR);
      server.register("/second", second, Setup.EXECUTOR);
      FakeClient failing = server.connect("/it");
      FakeClient witness = server.connect("/second");
      resource.on("text", (c, text) -> c.sendText("fails in the flush"));
      resource.on("close", (c, code) -> witness.connection().sendText("it is gone"));
      failing.transport().mode(FakeTransport.Mode.FAIL);
      failing.text("1");
      assertThat(resource.events()).containsExactly("open", "text 1", "close 1006");
      assertThat(witness.received()).containsExactly("1 it is gone");
    }
  }

  @Test
  void broadcastsAndAnswersOfATurnLeaveInTheirOrderHoweverManyThereAre() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      List<String> expected = new ArrayList<>();
      resource.on(
          "text",
          (c, text) -> {
            for (int i = 0; i < 40; i++) {
              String message = i + "x".repeat(900);
              expected.add("1 " + message);
              if (i > 25 && i % 3 == 0) {
                c.sendText(message);
              } else {
                resource.context().broadcast().sendText(message);
              }
            }
          });
      client.text("go");
      assertThat(client.received()).isEqualTo(expected);
    }
  }

  @Test
  void noTextIsNotTheLastOne() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient client = server.connect("/it");
      FakeClient other = server.connect("/it");
      resource.on("pong", (c, data) -> c.sendText((String) null));
      client.text("of somebody else");
      other.pong("p");
      assertThat(other.received()).containsExactly("close 1011");
    }
  }

  @Test
  void aTransportThatThrowsEndsItsConnectionAndLeavesTheThreadWithoutATurn() {
    try (TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient bad = server.connect("/it");
      FakeClient good = server.connect("/it");
      resource.on(
          "text",
          (c, text) -> {
            bad.connection().sendText("never");
            good.connection().sendText("in a turn");
          });
      bad.transport().mode(FakeTransport.Mode.THROW);
      bad.text("1");
      assertThat(good.received()).containsExactly("1 in a turn");
      assertThat(Turn.current()).isNull();
      good.connection().sendText("outside");
      assertThat(good.received()).containsExactly("1 in a turn", "1 outside");
      resource.await("close 1006");
      good.close(1000);
      server.awaitNothingHeld();
    }
  }

  @Test
  void oneConnectionThatFailsDoesNotEndTheSweepOverTheOthers() {
    try (LogCapture log = new LogCapture("org.drafthorse.runtime");
        TestServer server = new TestServer()) {
      server.register("/it", resource, Setup.DIRECT);
      FakeClient[] clients = new FakeClient[8];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = server.connect("/it", ProtocolVersion.V13, FakeTransport.Mode.INLINE);
        clients[i].connection().close();
        clients[i].transport().throwWhenAborted(i % 2 == 0);
      }
      server.advance(Duration.ofSeconds(6));
      for (FakeClient each : clients) {
        assertThat(each.transport().isAborted()).isTrue();
      }
      assertThat(log.lines()).hasSize(4);
    }
  }

  @Test
  void aThreadKeepsNothingOfItsLastTurn() {
    WeakReference<Turn> last = lastTurn();
    Await.until(
        "the turn is collected",
        () -> {
          System.gc();
          return last.get() == null;
        });
  }

  private static WeakReference<Turn> lastTurn() {
    Turn turn = Turn.enter();
    turn.exit();
    return new WeakReference<>(turn);
  }
}
