package org.drafthorse.wire;

import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.jetty.WebSocketServer;

/** The server for {@code main()}, with TLS and without; HTTP/2 comes on the same ports. */
final class ContractServers implements Place {

  private final ServerSide side = new ServerSide();
  private final WebSocketServer plain = server().build();
  private final WebSocketServer secure =
      server().tls(TestKeystore.file(), TestKeystore.password()).build();

  private static WebSocketServer.Builder server() {
    return WebSocketServer.builder()
        .port(0)
        .http2(true)
        .versions(EnumSet.allOf(ProtocolVersion.class));
  }

  void start() throws IOException {
    for (WebSocketServer each : new WebSocketServer[] {plain, secure}) {
      ContractResources.register(each.registry(), side);
      each.start();
    }
  }

  void stop() {
    plain.stop();
    secure.stop();
  }

  @Override
  public String title() {
    return "WebSocketServer";
  }

  @Override
  public URI uri(Carrier carrier, String path) {
    return (carrier.isSecure() ? secure : plain).uri().resolve(path);
  }

  @Override
  public CloseStatus awaitClose(String id) {
    return side.awaitClose(id);
  }

  @Override
  public int closeCount(String id) {
    return side.closeCount(id);
  }

  @Override
  public int clientCount() {
    return plain.clientCount() + secure.clientCount();
  }
}
