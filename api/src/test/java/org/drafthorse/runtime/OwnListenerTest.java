package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceListener;
import org.junit.jupiter.api.Test;

/** A thread of the application's drains the mailbox, and may end and begin again. */
class OwnListenerTest {

  private final RecordingResource resource = new RecordingResource();

  @Test
  void eventsWaitUntilSomebodyListensAndAfterTheListenerWasClosed() throws Exception {
    try (TestServer server = new TestServer()) {
      ResourceContext context = registerWithoutListener(server);
      FakeClient client = server.connect("/it").text("1");
      assertThat(resource.events()).isEmpty();
      Thread first = server.listen(context);
      resource.await("text 1");
      server.stopListening();
      first.join();
      client.text("2");
      assertThat(resource.events()).containsExactly("open", "text 1");
      server.listen(context);
      resource.await("text 2");
    }
  }

  @Test
  void closingItFromACallbackEndsItAfterThatCallback() throws Exception {
    try (TestServer server = new TestServer()) {
      ResourceContext context = registerWithoutListener(server);
      resource.on("text", (c, text) -> server.stopListening());
      server.connect("/it").text("1").text("2");
      server.listen(context).join();
      assertThat(resource.events()).containsExactly("open", "text 1");
      server.listen(context).join();
      assertThat(resource.events()).containsExactly("open", "text 1", "text 2");
    }
  }

  @Test
  void aSecondThreadIsRefused() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.OWN);
      context.post("1");
      resource.await("custom 1");
      ResourceListener second = context.listener();
      assertThatThrownBy(second::run).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void otherModesHaveNone() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = server.register("/it", resource, Setup.EXECUTOR);
      assertThatThrownBy(context::listener).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptionEndsItEvenWhenMailIsLeft() throws Exception {
    try (TestServer server = new TestServer()) {
      ResourceContext context = registerWithoutListener(server);
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      context.execute(
          () -> {
            inside.countDown();
            awaitUninterrupted(release);
          });
      context.post("left");
      Thread listener = server.listen(context);
      Await.latch(inside);
      listener.interrupt();
      release.countDown();
      listener.join();
      assertThat(resource.events()).isEmpty();
    }
  }

  @Test
  void itEndsWithItsResourceWhenTheLastClientIsGone() throws Exception {
    try (TestServer server = new TestServer()) {
      ResourceContext context = registerWithoutListener(server);
      Thread listener = server.listen(context);
      FakeClient client = server.connect("/it");
      resource.await("open");
      server.runtime().registry().unregister("/it");
      Await.until("1001", () -> client.received().contains("close 1001"));
      assertThat(listener.isAlive()).isTrue();
      client.close(1001);
      listener.join();
      assertThat(resource.events()).containsExactly("open", "close 1001");
    }
  }

  @Test
  void itServesClientsOfAnotherResourceToTheirEnd() throws Exception {
    RecordingResource guest =
        new RecordingResource() {
          @Override
          public HandshakeDecision onHandshake(HandshakeRequest request) {
            return HandshakeDecision.accept().withMailboxOf(resource.context());
          }
        };
    try (TestServer server = new TestServer()) {
      ResourceContext context = registerWithoutListener(server);
      Thread first = server.listen(context);
      server.register("/guest", guest, Setup.DIRECT);
      FakeClient client = server.connect("/guest").text("1");
      guest.await("text 1");
      server.stopListening();
      first.join();
      server.runtime().registry().unregister("/it");
      Thread listener = server.listen(context);
      Await.until(
          "it waits or is over",
          () -> listener.getState() == Thread.State.WAITING || !listener.isAlive());
      client.text("2").close(1000);
      guest.await("close 1000");
      listener.join();
      assertThat(guest.events()).containsExactly("open", "text 1", "text 2", "close 1000");
    }
  }

  @Test
  void aClientThatWasUnderWayWhenItsResourceWentIsClosed() {
    try (TestServer server = new TestServer()) {
      ResourceContext context = registerWithoutListener(server);
      FakeClient client = server.connect("/it");
      server.runtime().registry().unregister("/it");
      server.listen(context);
      Await.until("1001", () -> client.received().contains("close 1001"));
      client.close(1001);
      resource.await("close 1001");
      server.awaitNothingHeld();
    }
  }

  private ResourceContext registerWithoutListener(TestServer server) {
    return server.runtime().registry().register("/it", resource, Setup.OWN.options().build());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    Await.until("released", () -> latch.getCount() == 0);
  }
}
