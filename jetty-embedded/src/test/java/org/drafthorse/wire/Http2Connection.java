package org.drafthorse.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLException;

/** A connection of HTTP/2 by Netty, on which a test opens streams with any headers. */
final class Http2Connection implements AutoCloseable {

  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("netty-http2", true), NioIoHandler.newFactory());

  private static final int WINDOW = 64 * 1024 * 1024;

  private final Channel channel;

  private Http2Connection(Channel channel) {
    this.channel = channel;
  }

  /** Starts what stays until the end, so that no test takes it for a leak. */
  static void start() {
    GROUP.next().submit(() -> {}).syncUninterruptibly();
  }

  static Http2Connection connect(int port) {
    return connect(port, Http2Settings.defaultSettings());
  }

  static Http2Connection connect(int port, Http2Settings settings) {
    return connect(port, settings, false);
  }

  /** The same, by TLS if that is asked for. */
  static Http2Connection connect(int port, Http2Settings settings, boolean secure) {
    ChannelHandler pipeline =
        new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel ch) throws SSLException {
            if (secure) {
              ch.pipeline().addLast(tls().newHandler(ch.alloc(), "127.0.0.1", port));
            }
            ch.pipeline()
                .addLast(
                    Http2FrameCodecBuilder.forClient()
                        .initialSettings(settings)
                        .validateHeaders(false)
                        .build(),
                    new Http2MultiplexHandler(
                        new ChannelInitializer<Channel>() {
                          @Override
                          protected void initChannel(Channel pushed) {
                            throw new IllegalStateException("the server opened a stream");
                          }
                        }));
          }
        };
    Channel channel =
        new Bootstrap()
            .group(GROUP)
            .channel(NioSocketChannel.class)
            .handler(pipeline)
            .connect(InetAddress.getLoopbackAddress(), port)
            .syncUninterruptibly()
            .channel();
    // As browsers do: by default one stream's window is as large as the whole connection's.
    channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(WINDOW)).syncUninterruptibly();
    return new Http2Connection(channel);
  }

  private static SslContext tls() throws SSLException {
    return SslContextBuilder.forClient()
        .trustManager(TestKeystore.certificate())
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }

  /** The headers of a handshake that is right until a test changes them. */
  static Http2Headers handshake(String path) {
    return new DefaultHttp2Headers(false)
        .method("CONNECT")
        .scheme("http")
        .authority("127.0.0.1")
        .path(path)
        .add(":protocol", "websocket")
        .add("sec-websocket-version", "13")
        .add("origin", "http://127.0.0.1");
  }

  /** A stream, with these headers sent and nothing read. */
  Http2Socket request(Http2Headers headers, boolean endStream) {
    Http2Socket socket = new Http2Socket();
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(channel)
            .handler(socket)
            .open()
            .syncUninterruptibly()
            .getNow();
    socket.request(stream, headers, endStream);
    return socket;
  }

  /** A stream that the server has let in. */
  Http2Socket open(String path) throws IOException {
    return open(handshake(path));
  }

  /** The same, for any headers. */
  Http2Socket open(Http2Headers headers) throws IOException {
    Http2Socket socket = request(headers, false);
    int status = socket.readStatus();
    if (status != 200) {
      throw new AssertionError("not let in: " + status);
    }
    return socket;
  }

  /** Bytes that are frames already, past all windows of the client. */
  void sendRaw(byte[] frames) {
    channel
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.wrappedBuffer(frames))
        .syncUninterruptibly();
  }

  void sendGoAway() {
    channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)).syncUninterruptibly();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Reads nothing from TCP until told otherwise. */
  void setReading(boolean on) {
    channel.config().setAutoRead(on);
  }

  /** Cuts TCP. */
  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }
}
