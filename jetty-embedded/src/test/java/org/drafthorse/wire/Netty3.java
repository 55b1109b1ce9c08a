package org.drafthorse.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jboss.netty.bootstrap.ClientBootstrap;
import org.jboss.netty.buffer.ChannelBuffer;
import org.jboss.netty.buffer.ChannelBuffers;
import org.jboss.netty.channel.Channel;
import org.jboss.netty.channel.ChannelHandlerContext;
import org.jboss.netty.channel.ChannelStateEvent;
import org.jboss.netty.channel.Channels;
import org.jboss.netty.channel.ExceptionEvent;
import org.jboss.netty.channel.MessageEvent;
import org.jboss.netty.channel.SimpleChannelUpstreamHandler;
import org.jboss.netty.channel.socket.nio.NioClientSocketChannelFactory;
import org.jboss.netty.handler.codec.http.HttpRequestEncoder;
import org.jboss.netty.handler.codec.http.HttpResponse;
import org.jboss.netty.handler.codec.http.HttpResponseDecoder;
import org.jboss.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import org.jboss.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import org.jboss.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.jboss.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import org.jboss.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import org.jboss.netty.handler.codec.http.websocketx.WebSocketVersion;

/** Netty 3. */
final class Netty3 extends OldLibrary {

  private final NioClientSocketChannelFactory threads =
      new NioClientSocketChannelFactory(
          Executors.newCachedThreadPool(), Executors.newCachedThreadPool());
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final WebSocketClientHandshaker handshaker;
  private final Channel channel;

  Netty3(URI uri, WebSocketVersion version) throws Exception {
    handshaker =
        new WebSocketClientHandshakerFactory().newHandshaker(uri, version, null, false, Map.of());
    ClientBootstrap bootstrap = new ClientBootstrap(threads);
    bootstrap.setPipelineFactory(
        () -> Channels.pipeline(new HttpResponseDecoder(), new HttpRequestEncoder(), new Reader()));
    InetSocketAddress server = new InetSocketAddress(uri.getHost(), uri.getPort());
    channel = bootstrap.connect(server).syncUninterruptibly().getChannel();
    handshaker.handshake(channel).syncUninterruptibly();
    Await.get("the handshake", opened);
  }

  @Override
  void send(String text) {
    channel.write(new TextWebSocketFrame(text));
  }

  @Override
  void send(byte[] data) {
    channel.write(new BinaryWebSocketFrame(ChannelBuffers.wrappedBuffer(data)));
  }

  @Override
  void leave() {
    channel.write(new CloseWebSocketFrame());
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    threads.releaseExternalResources();
  }

  private final class Reader extends SimpleChannelUpstreamHandler {
    private boolean closeFrameCame;

    @Override
    public void messageReceived(ChannelHandlerContext context, MessageEvent event) {
      Object message = event.getMessage();
      if (message instanceof HttpResponse response) {
        handshaker.finishHandshake(context.getChannel(), response);
        opened.complete(null);
      } else if (message instanceof TextWebSocketFrame text) {
        received(text.getText());
      } else if (message instanceof BinaryWebSocketFrame binary) {
        ChannelBuffer data = binary.getBinaryData();
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        received(bytes);
      } else if (message instanceof CloseWebSocketFrame) {
        closeFrameCame = true;
      }
    }

    @Override
    public void channelClosed(ChannelHandlerContext context, ChannelStateEvent event) {
      if (closeFrameCame) {
        closed();
      } else {
        failed(new AssertionError("closed without a close frame"));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, ExceptionEvent event) {
      opened.completeExceptionally(event.getCause());
      failed(event.getCause());
    }
  }
}
