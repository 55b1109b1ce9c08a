package org.drafthorse.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Hands Netty's decoder of version 00 whole frames. Alone, it loses the type byte of a frame that
 * comes in more than one read, and takes the rest for garbage.
 */
final class Draft00Gatherer extends ByteToMessageDecoder {

  private static final byte END = (byte) 0xFF;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    boolean isText = in.getByte(in.readerIndex()) == 0;
    int length = isText ? in.bytesBefore(END) + 1 : 2;
    if (length > 0 && in.readableBytes() >= length) {
      out.add(in.readRetainedSlice(length));
    }
  }
}
