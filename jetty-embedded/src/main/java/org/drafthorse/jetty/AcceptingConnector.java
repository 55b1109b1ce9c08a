package org.drafthorse.jetty;

import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * For HTTP/1.1 in the clear: sets up connections on the selector's thread that has registered them,
 * and says that they are closed on the thread that closes them, where Jetty would wake another one
 * for each. Nothing of it waits; of TLS and HTTP/2 that is not known.
 */
final class AcceptingConnector extends ServerConnector {

  AcceptingConnector(
      Server server,
      Executor executor,
      int acceptors,
      int selectors,
      ConnectionFactory... factories) {
    super(server, executor, null, null, acceptors, selectors, factories);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    beat();
  }

  /**
   * Jetty sets a timeout of 30 s for each connection and takes it back when we do. Set first in an
   * empty queue, each would wake the scheduler's thread; behind a beat that is always due before,
   * none does.
   */
  private void beat() {
    if (isRunning()) {
      getScheduler().schedule(this::beat, 1, TimeUnit.SECONDS);
    }
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new ServerConnectorManager(executor, scheduler, selectors) {
      @Override
      protected void execute(Runnable task) {
        if (task instanceof Closeable) {
          task.run();
        } else {
          super.execute(task);
        }
      }
    };
  }
}
