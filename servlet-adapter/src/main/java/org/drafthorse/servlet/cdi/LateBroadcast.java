package org.drafthorse.servlet.cdi;

import java.nio.ByteBuffer;
import org.drafthorse.Broadcast;
import org.drafthorse.ResourceContext;

/** A broadcast to whoever is connected when something is sent. Any thread. */
final class LateBroadcast implements Broadcast {

  private final ResourceContext context;

  LateBroadcast(ResourceContext context) {
    this.context = context;
  }

  @Override
  public Result sendText(String text) {
    return context.broadcast().sendText(text);
  }

  @Override
  public Result sendText(ByteBuffer utf8) {
    return context.broadcast().sendText(utf8);
  }

  @Override
  public Result sendBinary(ByteBuffer data) {
    return context.broadcast().sendBinary(data);
  }
}
