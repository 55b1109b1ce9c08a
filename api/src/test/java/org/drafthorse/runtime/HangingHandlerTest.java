package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.Test;

/** What a handler that hangs can hold: never more than its places and the byte budget. */
class HangingHandlerTest {

  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final WebSocketResource hanging =
      new WebSocketResource() {
        @Override
        public void onText(WebSocketConnection connection, String text) {
          hangs.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      };

  private static ResourceOptions places(int count) {
    return ResourceOptions.builder().limits(Limits.builder().maxClients(count).build()).build();
  }

  @Test
  void aClientThatLeftKeepsItsPlaceUntilTheHandlerHasHeardOfIt() throws Exception {
    try (TestServer server = new TestServer()) {
      server.runtime().registry().register("/it", hanging, places(2));
      server.connect("/it").text("hang");
      hangs.await();
      FakeClient second = server.connect("/it").text("waits");
      second.reset();
      assertThat(second.transport().isAborted()).isTrue();
      assertThat(server.runtime().clientCount()).isEqualTo(2);
      assertThat(server.runtime().admit(RequestHeads.of("/it", ProtocolVersion.V13)))
          .isInstanceOf(Admission.Refused.class);
      goOn.countDown();
      Await.until("the place is free", () -> server.runtime().clientCount() == 1);
    }
  }

  @Test
  void theBudgetLetsGoOfWhatWaitsForAHandlerThatHangs() throws Exception {
    try (TestServer server = new TestServer(builder -> builder.byteBudget(300_000))) {
      server.runtime().registry().register("/it", hanging, places(100));
      server.connect("/it").text("hang");
      hangs.await();
      for (int i = 0; i < 20; i++) {
        FakeClient client = server.connect("/it").text("x".repeat(50_000));
        client.reset();
        assertThat(server.runtime().heldBytes()).isLessThanOrEqualTo(300_000);
      }
      goOn.countDown();
      Await.until("all are gone", () -> server.runtime().clientCount() == 1);
      assertThat(server.runtime().heldBytes()).isZero();
    }
  }
}
