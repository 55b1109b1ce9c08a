package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.runtime.DeflatingClient.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection's deflater is asked to do, and when it fails or is slow. */
class MessageSenderTest {

  private static final int QUEUE = 1000;
  private static final Deflate EACH = Deflate.defaults().withThreshold(1);

  private final RecordingResource resource = new RecordingResource();
  private final TestServer server = new TestServer();
  private final Spy deflater = new Spy();

  /** The deflater that the pool gives out first. */
  private static final class Spy extends Deflater {
    int messages;
    volatile Runnable behindEachPiece = () -> {};

    Spy() {
      super(DEFAULT_COMPRESSION, true);
    }

    @Override
    public void setInput(ByteBuffer input) {
      messages++;
      super.setInput(input);
    }

    @Override
    public int deflate(byte[] output, int off, int len, int flush) {
      int count = super.deflate(output, off, len, flush);
      behindEachPiece.run();
      return count;
    }
  }

  @AfterEach
  void nothingIsHeld() {
    server.close();
    // The spy came back once more often than it was taken.
    Await.until("all came back", () -> server.runtime().compression().inUse() == -1);
  }

  private DeflatingClient connect(Deflate deflate, FakeTransport.Mode mode) {
    server.register(
        "/it",
        resource,
        Setup.DIRECT
            .options()
            .deflate(deflate)
            .overflowPolicy(OverflowPolicy.DROP)
            .limits(Limits.builder().maxQueuedBytes(QUEUE).build())
            .build());
    server.runtime().compression().deflaters().release(deflater);
    return DeflatingClient.connect(server.runtime(), "/it", "permessage-deflate", mode);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  @Test
  void whatFailsToBeDeflatedEndsItsConnectionAndTheNextOneGetsACleanDeflater() {
    DeflatingClient client = connect(EACH.withContextTakeover(), FakeTransport.Mode.INLINE);
    WebSocketConnection connection = client.fake().connection();
    connection.sendText("one and two and three");
    deflater.behindEachPiece =
        () -> {
          throw new OutOfMemoryError("as the test wants it");
        };
    assertThatThrownBy(() -> connection.sendText("nobody saw this one"))
        .isInstanceOf(OutOfMemoryError.class);
    deflater.behindEachPiece = () -> {};
    assertThat(connection.isOpen()).isFalse();
    assertThat(client.fake().transport().isAborted()).isTrue();
    assertThat(server.runtime().compression().deflaters().inUse()).isEqualTo(-1);
    DeflatingClient next =
        DeflatingClient.connect(
            server.runtime(), "/it", "permessage-deflate", FakeTransport.Mode.INLINE);
    next.fake().connection().sendText("nobody saw this one, but two");
    assertThat(next.messages())
        .extracting(Message::text)
        .containsExactly("nobody saw this one, but two");
  }

  @Test
  void aFullQueueCostsNoDeflating() {
    DeflatingClient client = connect(EACH, FakeTransport.Mode.LATER);
    WebSocketConnection connection = client.fake().connection();
    assertThat(connection.sendBinary(ByteBuffer.wrap(noise(QUEUE + 1)))).isEqualTo(SendResult.SENT);
    int before = deflater.messages;
    for (int i = 0; i < 10; i++) {
      assertThat(connection.sendText("x".repeat(100))).isEqualTo(SendResult.DROPPED);
    }
    assertThat(deflater.messages).isEqualTo(before);
  }

  @Test
  void whatDoesNotFitIsDeflatedOnce() {
    DeflatingClient client = connect(EACH, FakeTransport.Mode.LATER);
    WebSocketConnection connection = client.fake().connection();
    assertThat(connection.sendBinary(ByteBuffer.wrap(noise(QUEUE - 100))))
        .isEqualTo(SendResult.SENT);
    int before = deflater.messages;
    ByteBuffer tooLong = ByteBuffer.wrap(noise(200));
    assertThat(connection.sendBinary(tooLong)).isEqualTo(SendResult.DROPPED);
    assertThat(deflater.messages).isEqualTo(before + 1);
  }

  @Test
  void aConnectionThatEndsDoesNotWaitForAMessageThatIsBeingDeflated() throws Exception {
    DeflatingClient client = connect(EACH.withContextTakeover(), FakeTransport.Mode.INLINE);
    CountDownLatch deflating = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    deflater.behindEachPiece =
        () -> {
          deflating.countDown();
          try {
            assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    CompletableFuture<SendResult> sending =
        CompletableFuture.supplyAsync(
            () -> client.fake().connection().sendText("x"), FakeClient.io());
    assertThat(deflating.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture.runAsync(() -> client.fake().reset(), FakeClient.io())
        .get(5, TimeUnit.SECONDS);
    assertThat(client.fake().transport().isGone()).isTrue();
    goOn.countDown();
    assertThat(sending.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.CLOSED);
  }
}
