package org.drafthorse.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.engine.EngineRunner.Event;
import org.drafthorse.engine.Signal;

/**
 * Netty's decoder of version 13, its check of UTF-8 and its way to join frames, in our words.
 *
 * <p>Corrected where Netty is known to differ:
 *
 * <ul>
 *   <li>It takes status codes above 4999 in a close frame. RFC 6455, section 7.4.2, ends there.
 *   <li>It takes the reason of a close frame that ends in the middle of a character. RFC 6455,
 *       section 5.5.1, wants UTF-8.
 * </ul>
 */
final class NettyReader {

  private static final int LAST_CODE = 4999;

  private final int limit;

  /** Frames and messages up to that many bytes. */
  NettyReader(int limit) {
    this.limit = limit;
  }

  List<Event> read(byte[] bytes) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .maxFramePayloadLength(limit)
            .build();
    Last last = new Last();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new WebSocket13FrameDecoder(config),
            new Utf8FrameValidator(false),
            new WebSocketFrameAggregator(limit),
            last);
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    return last.events;
  }

  /** Notes what comes until something is wrong: its own handlers go on then. */
  private static final class Last extends ChannelInboundHandlerAdapter {
    private final List<Event> events = new ArrayList<>();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      WebSocketFrame frame = (WebSocketFrame) message;
      note(event(frame));
      frame.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
      if (e instanceof CorruptedWebSocketFrameException corrupted) {
        note(new Event(Signal.FAILED, CloseStatus.of(corrupted.closeStatus().code())));
      } else if (e instanceof TooLongFrameException) {
        note(new Event(Signal.FAILED, CloseStatus.TOO_BIG));
      } else {
        note(new Event(Signal.FAILED, CloseStatus.INTERNAL_ERROR));
      }
    }

    private void note(Event event) {
      boolean ended =
          !events.isEmpty() && events.get(events.size() - 1).content() instanceof CloseStatus;
      if (!ended) {
        events.add(event);
      }
    }
  }

  private static Event event(WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame text) {
      return Event.text(text.text());
    }
    if (frame instanceof CloseWebSocketFrame close) {
      return close(close.statusCode(), close.content().slice());
    }
    byte[] content = new byte[frame.content().readableBytes()];
    frame.content().readBytes(content);
    Signal signal =
        frame instanceof BinaryWebSocketFrame
            ? Signal.BINARY
            : frame instanceof PingWebSocketFrame ? Signal.PING : Signal.PONG;
    return new Event(signal, ByteBuffer.wrap(content));
  }

  private static Event close(int code, ByteBuf content) {
    if (code < 0) {
      return new Event(Signal.CLOSE, CloseStatus.NO_STATUS);
    }
    if (code > LAST_CODE) {
      return new Event(Signal.FAILED, CloseStatus.PROTOCOL_ERROR);
    }
    try {
      ByteBuffer reason = content.skipBytes(2).nioBuffer();
      String text = StandardCharsets.UTF_8.newDecoder().decode(reason).toString();
      return new Event(Signal.CLOSE, new CloseStatus(code, text));
    } catch (CharacterCodingException e) {
      return new Event(Signal.FAILED, CloseStatus.INVALID_PAYLOAD);
    }
  }
}
