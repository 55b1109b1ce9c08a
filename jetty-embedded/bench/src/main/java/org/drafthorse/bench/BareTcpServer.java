package org.drafthorse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** What reading and writing alone cost on Jetty's selectors: sends back the bytes that it gets. */
final class BareTcpServer implements BenchServer {

  private static final int BUFFER = 64 * 1024;

  @Override
  public int start() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, new EchoFactory());
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.start();
    return connector.getLocalPort();
  }

  private static final class EchoFactory extends AbstractConnectionFactory {
    EchoFactory() {
      super("echo");
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return configure(new Echo(connector, endPoint), connector, endPoint);
    }
  }

  /** On the selector's thread all along; holds a buffer only while there are bytes in it. */
  private static final class Echo extends AbstractConnection {
    private final Connector connector;
    private final Callback readable =
        Callback.from(InvocationType.NON_BLOCKING, this::onFillable, this::failed);

    Echo(Connector connector, EndPoint endPoint) {
      super(endPoint, connector.getExecutor());
      this.connector = connector;
    }

    @Override
    public void onOpen() {
      super.onOpen();
      fillInterested(readable);
    }

    @Override
    public void onFillable() {
      RetainableByteBuffer pooled = connector.getByteBufferPool().acquire(BUFFER, true);
      ByteBuffer bytes = pooled.getByteBuffer();
      try {
        while (getEndPoint().fill(bytes) > 0) {
          if (!getEndPoint().flush(bytes)) {
            getEndPoint().write(written(pooled), bytes);
            return;
          }
          bytes.clear().limit(0);
        }
        pooled.release();
        if (getEndPoint().isInputShutdown()) {
          close();
        } else {
          fillInterested(readable);
        }
      } catch (IOException e) {
        pooled.release();
        failed(e);
      }
    }

    private Callback written(RetainableByteBuffer pooled) {
      return Callback.from(
          InvocationType.NON_BLOCKING,
          () -> {
            pooled.release();
            onFillable();
          },
          failure -> {
            pooled.release();
            failed(failure);
          });
    }

    private void failed(Throwable failure) {
      getEndPoint().close(failure);
    }
  }
}
