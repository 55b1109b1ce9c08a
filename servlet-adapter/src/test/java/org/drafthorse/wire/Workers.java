package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads of a test, for which it waits, and whose exceptions it gets. */
final class Workers implements AutoCloseable {

  /** Work that may fail. */
  interface Work {
    void run() throws Exception;
  }

  private final ExecutorService threads;
  private final List<CompletableFuture<Boolean>> results = new ArrayList<>();

  Workers(int count) {
    threads = Executors.newFixedThreadPool(count);
  }

  void start(Work work) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    results.add(result);
    threads.execute(
        () -> {
          try {
            work.run();
            result.complete(true);
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
  }

  void await() {
    results.forEach(each -> Await.get("a worker", each));
    results.clear();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
