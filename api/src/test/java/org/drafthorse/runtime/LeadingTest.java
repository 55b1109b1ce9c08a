package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that read and then run callbacks that may block, because those hardly ever do. */
@Timeout(60)
class LeadingTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Tells on which thread each callback ran. */
  private static final class Witness implements WebSocketResource {

    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    private ResourceContext context;

    @Override
    public void onRegister(ResourceContext own) {
      context = own;
    }

    @Override
    public void onText(WebSocketConnection connection, String text) {
      threads.add(Thread.currentThread());
    }

    @Override
    public void onCustomMessage(Object message) {
      threads.add(Thread.currentThread());
    }

    Thread next() throws InterruptedException {
      Thread thread = threads.poll(10, TimeUnit.SECONDS);
      assertThat(thread).as("a callback within 10 s").isNotNull();
      return thread;
    }
  }

  private Witness register(String path, ResourceOptions options) {
    Witness witness = new Witness();
    server.runtime().registry().register(path, witness, options);
    return witness;
  }

  /** One whose callbacks have been quick for so long that a few that seem not to be don't count. */
  private Witness proven(String path, ResourceOptions options) throws InterruptedException {
    Witness witness = register(path, options);
    for (int i = 0; i < 1000; i++) {
      witness.context.post(i);
      witness.next();
    }
    return witness;
  }

  private static ResourceOptions executor() {
    return Setup.EXECUTOR.options().build();
  }

  /** Again and again: a thread of before may still be about to let go of the mailbox. */
  private static void awaitHere(Witness witness, Runnable action) throws InterruptedException {
    do {
      action.run();
    } while (witness.next() != Thread.currentThread());
  }

  @Test
  void quickCallbacksRunOnTheThreadThatReadsAndOthersDoNot() throws Exception {
    Witness quick = proven("/quick", executor());
    FakeClient client = server.connect("/quick");
    awaitHere(quick, () -> client.text("here"));

    Witness unknown = register("/unknown", executor());
    server.connect("/unknown").text("elsewhere");
    assertThat(unknown.next()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void anExecutorOfTheApplicationsOwnIsNotPassedOver() throws Exception {
    ResourceOptions own = Setup.EXECUTOR.options().executor(FakeClient.io()).build();
    Witness quick = proven("/own", own);
    server.connect("/own").text("1");
    assertThat(quick.next().getName()).isEqualTo("fake-io");
  }

  @Test
  void outsideOfReadingNothingRunsOnTheThreadThatBringsIt() throws Exception {
    Witness quick = proven("/quick", executor());
    awaitHere(quick, () -> Turn.lead(() -> quick.context.post("1")));
    quick.context.post("2");
    assertThat(quick.next()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void callbacksRunBehindReadingNotWithinIt() throws Exception {
    Witness quick = proven("/quick", executor());
    AtomicBoolean reads = new AtomicBoolean();
    AtomicBoolean within = new AtomicBoolean();
    Runnable task =
        () -> {
          quick.threads.add(Thread.currentThread());
          within.set(reads.get());
        };
    awaitHere(
        quick,
        () ->
            Turn.lead(
                () -> {
                  reads.set(true);
                  quick.context.execute(task);
                  reads.set(false);
                }));
    assertThat(within).isFalse();
  }

  @Test
  void onlyOneResourceHasToWaitForAnother() throws Exception {
    Witness first = proven("/first", executor());
    Witness second = proven("/second", executor());
    awaitHere(first, () -> Turn.lead(() -> first.context.post("1")));
    awaitHere(second, () -> Turn.lead(() -> second.context.post("2")));
    Turn.lead(
        () -> {
          first.context.post("3");
          second.context.post("4");
        });
    assertThat(first.next()).isSameAs(Thread.currentThread());
    assertThat(second.next()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void nothingIsForgottenWhenReadingThrows() throws Exception {
    Witness quick = proven("/quick", executor());
    Runnable reading =
        () -> {
          quick.context.post("1");
          throw new IllegalStateException("as the test wants it");
        };
    awaitHere(
        quick,
        () -> assertThatThrownBy(() -> Turn.lead(reading)).hasMessage("as the test wants it"));
  }

  @Test
  void theMarkOfAnInterruptIsTheCallbacks() throws Exception {
    Witness quick = proven("/quick", executor());
    awaitHere(
        quick,
        () ->
            Turn.lead(
                () ->
                    quick.context.execute(
                        () -> {
                          quick.threads.add(Thread.currentThread());
                          Thread.currentThread().interrupt();
                        })));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
