package org.drafthorse.bench;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.drafthorse.Nullable;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/** Jetty's WebSocket beneath its API: frames as they come, text unchecked. */
final class JettyCoreServer implements BenchServer {

  private final Set<CoreSession> receivers = ConcurrentHashMap.newKeySet();

  @Override
  public int start() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    WebSocketUpgradeHandler upgrade = new WebSocketUpgradeHandler();
    upgrade.getConfiguration().setMaxFrameSize(LARGEST_MESSAGE);
    upgrade.addMapping(ECHO, (request, response, callback) -> new Echo());
    upgrade.addMapping(BROADCAST, (request, response, callback) -> new Broadcast());
    server.setHandler(upgrade);
    server.start();
    return connector.getLocalPort();
  }

  /** Takes one frame after the other. */
  private abstract static class Frames implements FrameHandler {
    private @Nullable CoreSession session;

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      callback.succeeded();
      opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      CoreSession used = session();
      if (frame.isDataFrame()) {
        onData(used, frame, callback);
      } else {
        callback.succeeded();
      }
      if (frame.getOpCode() != OpCode.CLOSE) {
        used.demand();
      }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      callback.succeeded();
    }

    final CoreSession session() {
      return Objects.requireNonNull(session, "not open");
    }

    abstract void onData(CoreSession used, Frame frame, Callback callback);
  }

  private static final class Echo extends Frames {
    @Override
    void onData(CoreSession used, Frame frame, Callback callback) {
      Frame answer = new Frame(frame.getOpCode(), frame.isFin(), frame.getPayload());
      used.sendFrame(answer, callback, false);
    }
  }

  private final class Broadcast extends Frames {
    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      receivers.add(opened);
      super.onOpen(opened, callback);
    }

    @Override
    void onData(CoreSession used, Frame frame, Callback callback) {
      ByteBuffer copy = ByteBuffer.allocate(frame.getPayloadLength());
      copy.put(frame.getPayload()).flip();
      callback.succeeded();
      for (CoreSession each : receivers) {
        Frame one = new Frame(frame.getOpCode(), frame.isFin(), copy.duplicate());
        each.sendFrame(one, Callback.NOOP, false);
      }
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      receivers.remove(session());
      callback.succeeded();
    }
  }
}
