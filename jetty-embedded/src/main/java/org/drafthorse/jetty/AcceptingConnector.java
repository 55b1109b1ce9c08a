package org.drafthorse.jetty;

import java.io.Closeable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.drafthorse.servlet.jetty.SelectorThreads;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * For HTTP/1.1 in the clear: sets up connections on the selector's thread that has registered them,
 * and says that they are closed on the thread that closes them, where Jetty would wake another one
 * for each. The selectors have threads of their own. Nothing of it waits; of TLS and HTTP/2 that is
 * not known.
 */
final class AcceptingConnector extends ServerConnector {

  AcceptingConnector(Server server, int acceptors, int selectors, ConnectionFactory... factories) {
    super(server, null, null, null, acceptors, selectors, factories);
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
    // A bean from here on: started before the selectors, and stopped behind them.
    SelectorThreads threads = new SelectorThreads();
    addBean(threads);
    return new ServerConnectorManager(threads, scheduler, selectors) {
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
