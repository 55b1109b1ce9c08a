package org.drafthorse.wire;

import java.io.IOException;
import java.util.EnumSet;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.jetty.WebSocketServer;

/** The same resources over TCP and over TLS: one for each listener mode, and some that refuse. */
final class ContractServers implements AutoCloseable {

  private static final int MOST = 2 * 1024 * 1024;

  private final ServerSide side = new ServerSide();
  private final WebSocketServer plain;
  private final WebSocketServer secure;

  ContractServers() throws IOException {
    plain = server().build();
    secure = server().tls(TestKeystore.file(), TestKeystore.password()).build();
    plain.start();
    secure.start();
  }

  ServerSide side() {
    return side;
  }

  WebSocketServer get(boolean tls) {
    return tls ? secure : plain;
  }

  @Override
  public void close() {
    plain.stop();
    secure.stop();
  }

  private WebSocketServer.Builder server() {
    ResourceOptions sameHost =
        options(ListenerMode.DIRECT).origins(OriginPolicy.sameHost()).build();
    return WebSocketServer.builder()
        .port(0)
        .versions(EnumSet.allOf(ProtocolVersion.class))
        .resource("/DIRECT", side, options(ListenerMode.DIRECT).build())
        .resource("/EXECUTOR", side, options(ListenerMode.EXECUTOR).build())
        .resource("/same-host", side, sameHost)
        .resource("/13", side, only(ProtocolVersion.V13))
        .resource("/8", side, only(ProtocolVersion.V8));
  }

  private static ResourceOptions.Builder options(ListenerMode mode) {
    Limits limits = Limits.builder().maxFrameSize(MOST).maxMessageSize(MOST).build();
    return ResourceOptions.builder().listenerMode(mode).limits(limits).origins(OriginPolicy.any());
  }

  private static ResourceOptions only(ProtocolVersion version) {
    return options(ListenerMode.DIRECT).versions(EnumSet.of(version)).build();
  }
}
