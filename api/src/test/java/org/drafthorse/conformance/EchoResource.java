package org.drafthorse.conformance;

import java.nio.ByteBuffer;
import org.drafthorse.Deflate;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** The resource of the {@linkplain Case cases}: sends back what comes, in its order. */
public final class EchoResource implements WebSocketResource {

  /** Where it is without extensions. */
  public static final String PATH = "/conformance";

  /** Where it agrees on permessage-deflate, with context takeover, and deflates all that it can. */
  public static final String DEFLATE_PATH = "/conformance-deflate";

  private EchoResource() {}

  /** Registers it at both paths, with the default limits. */
  public static void register(ResourceRegistry registry) {
    ResourceOptions.Builder options =
        ResourceOptions.builder().listenerMode(ListenerMode.DIRECT).origins(OriginPolicy.any());
    registry.register(PATH, new EchoResource(), options.build());
    Deflate deflate = Deflate.defaults().withContextTakeover().withThreshold(1);
    registry.register(DEFLATE_PATH, new EchoResource(), options.deflate(deflate).build());
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    connection.sendText(text);
  }

  @Override
  public void onBinary(WebSocketConnection connection, ByteBuffer data) {
    connection.sendBinary(data);
  }
}
