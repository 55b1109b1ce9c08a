package org.drafthorse.wire;

import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import org.drafthorse.CloseStatus;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.jetty.WebSocketServer;

/** The server for {@code main()}, once for each carrier. */
final class ContractServers implements Place {

  private final ServerSide side = new ServerSide();
  private final WebSocketServer plain =
      WebSocketServer.builder().port(0).versions(EnumSet.allOf(ProtocolVersion.class)).build();
  private final WebSocketServer secure =
      WebSocketServer.builder()
          .port(0)
          .versions(EnumSet.allOf(ProtocolVersion.class))
          .tls(TestKeystore.file(), TestKeystore.password())
          .build();

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
