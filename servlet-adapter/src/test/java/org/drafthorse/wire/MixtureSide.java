package org.drafthorse.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.drafthorse.Broadcast;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Sends what its clients order, to whom they say; a greeting comes back as it is. */
public final class MixtureSide implements WebSocketResource {

  static final String GREETING = "hello";

  /** Nothing is ever refused: what was ordered has to arrive. */
  private static final Limits LIMITS = Limits.builder().maxQueuedBytes(1 << 30).build();

  /** By path, with everything in them that leads to another way out. */
  private static final Map<String, ResourceOptions> OPTIONS =
      Map.of(
          "/mixture/direct",
          options(ListenerMode.DIRECT).deflate(new Deflate(true, 64)).build(),
          "/mixture/executor",
          options(ListenerMode.EXECUTOR).deflate(Deflate.defaults()).build(),
          "/mixture/each",
          options(ListenerMode.EXECUTOR)
              .deflate(new Deflate(true, 1))
              .mailboxPerConnection(true)
              .build());

  static final List<String> PATHS = OPTIONS.keySet().stream().sorted().toList();

  private volatile ResourceContext context;

  private static ResourceOptions.Builder options(ListenerMode mode) {
    return ResourceOptions.builder().listenerMode(mode).limits(LIMITS).origins(OriginPolicy.any());
  }

  /** Registers one under each of the paths. */
  static void register(ResourceRegistry registry) {
    OPTIONS.forEach((path, options) -> registry.register(path, new MixtureSide(), options));
  }

  @Override
  public void onRegister(ResourceContext registered) {
    context = registered;
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    if (text.equals(GREETING)) {
      connection.sendText(text);
      return;
    }
    MixtureOrder order = MixtureOrder.parse(text);
    byte[] message = order.message();
    List<WebSocketConnection> receivers =
        context.connections().stream()
            .filter(each -> order.receivers().contains(number(each)))
            .toList();
    if (order.broadcast()) {
      broadcast(context.broadcast(receivers), order, message);
    } else {
      receivers.forEach(each -> send(each, order, message));
    }
  }

  private static void broadcast(Broadcast to, MixtureOrder order, byte[] message) {
    if (order.binary()) {
      to.sendBinary(ByteBuffer.wrap(message));
    } else if (order.number() % 2 == 0) {
      to.sendText(ByteBuffer.wrap(message));
    } else {
      to.sendText(new String(message, StandardCharsets.US_ASCII));
    }
  }

  private static void send(WebSocketConnection to, MixtureOrder order, byte[] message) {
    boolean framed = order.frameSize() > 0;
    if (order.binary() && framed) {
      to.sendBinary(ByteBuffer.wrap(message), order.frameSize());
    } else if (order.binary()) {
      to.sendBinary(ByteBuffer.wrap(message));
    } else if (framed) {
      to.sendText(new String(message, StandardCharsets.US_ASCII), order.frameSize());
    } else {
      to.sendText(ByteBuffer.wrap(message));
    }
  }

  private static int number(WebSocketConnection connection) {
    String query = connection.handshake().queryString();
    return Integer.parseInt(query.substring(MixtureOrder.CLIENT.length()));
  }
}
