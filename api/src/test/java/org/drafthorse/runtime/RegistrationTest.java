package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told of a registration, and when its path is known. */
@Timeout(60)
class RegistrationTest {

  private final TestServer server = new TestServer();
  private final ResourceRegistry registry = server.runtime().registry();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Waits within {@code onRegister}, and counts how often that is called. */
  private static final class Slow implements WebSocketResource {

    private final AtomicInteger told = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public void onRegister(ResourceContext context) {
      told.incrementAndGet();
      begun.countDown();
      Await.latch(release);
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void whoeverComesSecondIsToldNothing() throws Exception {
    Slow first = new Slow();
    Slow second = new Slow();
    second.release.countDown();
    AtomicReference<ResourceContext> context = new AtomicReference<>();
    Thread registering = start(() -> context.set(registry.register("/it", first)));
    Await.latch(first.begun);
    assertThatThrownBy(() -> registry.register("/it", second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is a resource at /it already");
    assertThat(second.told).hasValue(0);
    assertThat(registry.find("/it")).isNull();
    assertThat(registry.unregister("/it")).isFalse();
    assertThat(server.runtime().admit(RequestHeads.of("/it", ProtocolVersion.V13)))
        .isInstanceOf(Admission.Refused.class);
    first.release.countDown();
    registering.join();
    assertThat(registry.find("/it")).isNotNull().isSameAs(context.get());
    assertThat(first.told).hasValue(1);
    assertThat(registry.unregister("/it")).isTrue();
    registry.register("/it", second);
    assertThat(second.told).hasValue(1);
  }

  @Test
  void aResourceThatWillNotBeRegisteredLeavesThePathToOthers() {
    AtomicReference<ResourceContext> own = new AtomicReference<>();
    WebSocketResource unwilling =
        new WebSocketResource() {
          @Override
          public void onRegister(ResourceContext context) {
            own.set(context);
            throw new IllegalArgumentException("as the test wants it");
          }
        };
    assertThatThrownBy(() -> registry.register("/it", unwilling))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(registry.find("/it")).isNull();
    assertThatThrownBy(() -> own.get().post("late")).isInstanceOf(IllegalStateException.class);
    ResourceContext context = registry.register("/it", new RecordingResource());
    assertThat(registry.find("/it")).isSameAs(context);
  }

  @Test
  void ofManyAtOnceOneIsToldAndRegistered() throws Exception {
    int many = 4;
    for (int round = 0; round < 500; round++) {
      String path = "/" + round;
      CyclicBarrier together = new CyclicBarrier(many);
      AtomicInteger told = new AtomicInteger();
      AtomicInteger registered = new AtomicInteger();
      WebSocketResource counting =
          new WebSocketResource() {
            @Override
            public void onRegister(ResourceContext context) {
              told.incrementAndGet();
              LockSupport.parkNanos(1);
            }
          };
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        threads.add(
            start(
                () -> {
                  pass(together);
                  try {
                    registry.register(path, counting);
                    registered.incrementAndGet();
                  } catch (IllegalStateException e) {
                    // Another was sooner.
                  }
                }));
      }
      for (Thread each : threads) {
        each.join();
      }
      assertThat(told).hasValue(1);
      assertThat(registered).hasValue(1);
    }
  }

  @Test
  void whoIsRegisteredWhileTheServerStopsIsStoppedAndOthersAreToldNothing() throws Exception {
    for (int round = 0; round < 300; round++) {
      WebSocketRuntime runtime = WebSocketRuntime.builder().build();
      CyclicBarrier together = new CyclicBarrier(2);
      AtomicInteger told = new AtomicInteger();
      WebSocketResource counting =
          new WebSocketResource() {
            @Override
            public void onRegister(ResourceContext context) {
              told.incrementAndGet();
            }
          };
      List<ResourceContext> contexts = new ArrayList<>();
      Thread registering =
          start(
              () -> {
                pass(together);
                for (int i = 0; i < 100; i++) {
                  try {
                    contexts.add(runtime.registry().register("/" + i, counting));
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageStartingWith("the server has stopped");
                  }
                }
              });
      pass(together);
      runtime.stop(Duration.ZERO);
      registering.join();
      assertThat(told).hasValue(contexts.size());
      for (ResourceContext each : contexts) {
        assertThatThrownBy(() -> each.post("late")).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  private static void pass(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
