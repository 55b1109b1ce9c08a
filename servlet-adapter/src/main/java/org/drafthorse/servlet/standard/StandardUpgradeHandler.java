package org.drafthorse.servlet.standard;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.ConnectionDriver;

/**
 * What the container makes for an upgrade, and hands the connection to. Containers differ in
 * whether {@link #init} comes before the filter has returned, so the two halves may come in any
 * order and on two threads.
 */
public final class StandardUpgradeHandler implements HttpUpgradeHandler {

  private @Nullable ConnectionDriver driver;
  private @Nullable Executor executor;
  private String container = "";
  private ByteBuffer first = ByteBuffer.allocate(0);
  private @Nullable WebConnection connection;

  /** For the container. */
  public StandardUpgradeHandler() {}

  void bind(
      ConnectionDriver newDriver, Executor newExecutor, String newContainer, ByteBuffer newFirst) {
    synchronized (this) {
      first = newFirst;
      driver = newDriver;
      executor = newExecutor;
      container = newContainer;
    }
    openIfWhole();
  }

  @Override
  public void init(WebConnection newConnection) {
    synchronized (this) {
      connection = newConnection;
    }
    openIfWhole();
  }

  @Override
  public void destroy() {
    ConnectionDriver bound;
    synchronized (this) {
      bound = driver;
    }
    if (bound != null) {
      bound.failed(null);
    }
  }

  private void openIfWhole() {
    ConnectionDriver bound;
    WebConnection raw;
    Executor threads;
    synchronized (this) {
      bound = driver;
      raw = connection;
      threads = executor;
      if (bound == null || raw == null || threads == null) {
        return;
      }
      connection = null;
    }
    try {
      new StandardTransport(raw, ContainerSocket.of(raw, container), bound, threads).open(first);
    } catch (Throwable e) {
      bound.failed(e);
    }
  }
}
