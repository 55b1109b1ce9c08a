package org.drafthorse.bench;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;
import org.xnio.Options;
import org.xnio.Pooled;

/** Undertow's own WebSocket API, whose listeners run on the I/O threads. */
@SuppressWarnings("deprecation") // its messages come in a deprecated class of XNIO's
final class UndertowServer implements BenchServer {

  @Override
  public int start() {
    PathHandler paths =
        Handlers.path()
            .addExactPath(
                ECHO, Handlers.websocket((exchange, channel) -> serve(channel, new Echo())))
            .addExactPath(
                BROADCAST,
                Handlers.websocket((exchange, channel) -> serve(channel, new Broadcast())));
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setSocketOption(Options.BACKLOG, BACKLOG)
            .setHandler(paths)
            .build();
    server.start();
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static void serve(WebSocketChannel channel, AbstractReceiveListener listener) {
    channel.getReceiveSetter().set(listener);
    channel.resumeReceives();
  }

  private static class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      Pooled<ByteBuffer[]> data = message.getData();
      WebSockets.sendBinary(data.getResource(), channel, new Free(data));
    }

    @Override
    protected long getMaxTextBufferSize() {
      return LARGEST_MESSAGE;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return LARGEST_MESSAGE;
    }
  }

  private static final class Broadcast extends Echo {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      ByteBuffer utf8 = ByteBuffer.wrap(message.getData().getBytes(StandardCharsets.UTF_8));
      for (WebSocketChannel each : channel.getPeerConnections()) {
        WebSockets.sendText(utf8.duplicate(), each, null);
      }
    }
  }

  /** Gives back the buffers of a message when it has been sent. */
  private record Free(Pooled<ByteBuffer[]> data) implements WebSocketCallback<Void> {
    @Override
    public void complete(WebSocketChannel channel, @Nullable Void context) {
      data.free();
    }

    @Override
    public void onError(WebSocketChannel channel, @Nullable Void context, Throwable failure) {
      data.free();
    }
  }
}
