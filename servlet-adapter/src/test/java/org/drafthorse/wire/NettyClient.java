package org.drafthorse.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import org.drafthorse.Nullable;

/** Netty's client, which speaks every version. */
final class NettyClient extends WireClient {

  private static final int MOST = 4 * 1024 * 1024;

  private final WebSocketClientHandshaker handshaker;
  private final CompletableFuture<Integer> answered = new CompletableFuture<>();
  private final Channel channel;

  private NettyClient(EventLoopGroup group, WebSocketVersion version, Wish wish) {
    URI uri = wish.uri();
    HttpHeaders headers = new DefaultHttpHeaders();
    if (wish.origin() != null) {
      boolean draft = version == WebSocketVersion.V07 || version == WebSocketVersion.V08;
      headers.set(draft ? "Sec-WebSocket-Origin" : "Origin", wish.origin());
    }
    String offered = wish.subprotocols().isEmpty() ? null : String.join(",", wish.subprotocols());
    handshaker =
        WebSocketClientHandshakerFactory.newHandshaker(uri, version, offered, false, headers, MOST);
    ChannelFuture connected =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(new Pipeline(uri))
            .connect(uri.getHost(), uri.getPort())
            .syncUninterruptibly();
    channel = connected.channel();
    // On the loop: elsewhere the answer can overtake the end of the request's write.
    channel.eventLoop().execute(this::shakeHands);
  }

  static WireClient connect(EventLoopGroup group, WebSocketVersion version, Wish wish)
      throws Refused {
    NettyClient client = new NettyClient(group, version, wish);
    try {
      int status = client.answered.get(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (status != 101) {
        client.close();
        throw new Refused(status);
      }
      return client;
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      client.close();
      throw new AssertionError("the handshake of Netty's client failed", e);
    }
  }

  @Override
  void sendText(String text) {
    write(new TextWebSocketFrame(text));
  }

  @Override
  void sendFragments(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      ByteBuf part = Unpooled.copiedBuffer(parts.get(i), StandardCharsets.UTF_8);
      boolean last = i == parts.size() - 1;
      write(
          i == 0
              ? new TextWebSocketFrame(last, 0, part)
              : new ContinuationWebSocketFrame(last, 0, part));
    }
  }

  @Override
  void sendBinary(byte[] data) {
    write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(data)));
  }

  @Override
  void sendPing(byte[] data) {
    write(new PingWebSocketFrame(Unpooled.wrappedBuffer(data)));
  }

  @Override
  void startClose(int code, String reason) {
    write(new CloseWebSocketFrame(code, reason));
  }

  @Override
  @Nullable
  String subprotocol() {
    return handshaker.actualSubprotocol();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  private void shakeHands() {
    var unused = handshaker.handshake(channel);
  }

  private void write(WebSocketFrame frame) {
    channel.writeAndFlush(frame).syncUninterruptibly();
  }

  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final URI uri;

    Pipeline(URI uri) {
      this.uri = uri;
    }

    @Override
    protected void initChannel(SocketChannel to) {
      if (uri.getScheme().equals("wss")) {
        SSLEngine engine = TestKeystore.sslContext().createSSLEngine(uri.getHost(), uri.getPort());
        engine.setUseClientMode(true);
        to.pipeline().addLast(new SslHandler(engine));
      }
      to.pipeline()
          .addLast(new HttpClientCodec(), new HttpObjectAggregator(MOST), new HandshakeHandler());
    }
  }

  private final class HandshakeHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      int status = response.status().code();
      if (status == 101) {
        handshaker.finishHandshake(context.channel(), response);
        if (handshaker.version() == WebSocketVersion.V00) {
          context.pipeline().addBefore("ws-decoder", "gatherer", new Draft00Gatherer());
        }
        context.pipeline().addLast(new WebSocketFrameAggregator(MOST), new FrameHandler());
      }
      answered.complete(status);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answered.completeExceptionally(cause);
      lost(cause);
    }
  }

  private final class FrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame text) {
        received(text.text());
      } else if (frame instanceof BinaryWebSocketFrame binary) {
        received(copyOf(binary));
      } else if (frame instanceof PongWebSocketFrame pong) {
        received(new Pong(copyOf(pong)));
      } else if (frame instanceof PingWebSocketFrame ping) {
        var unused = context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      } else if (frame instanceof CloseWebSocketFrame close) {
        closed(close.statusCode(), close.reasonText());
        var unused = context.writeAndFlush(close.retain());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lost(new IOException("TCP was closed without a close frame"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      lost(cause);
    }

    private static ByteBuffer copyOf(WebSocketFrame frame) {
      byte[] bytes = new byte[frame.content().readableBytes()];
      frame.content().readBytes(bytes);
      return ByteBuffer.wrap(bytes);
    }
  }
}
