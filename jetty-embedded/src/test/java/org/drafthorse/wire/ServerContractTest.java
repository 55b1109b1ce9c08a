package org.drafthorse.wire;

import java.io.IOException;
import java.util.stream.Stream;
import org.drafthorse.ListenerMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on the server for {@code main()}: every client, every mode, every carrier. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
final class ServerContractTest extends ClientContract {

  static final ContractServers SERVERS = new ContractServers();

  static Stream<Way> ways() {
    return Stream.of(Carrier.values())
        .flatMap(
            carrier ->
                Stream.of(ClientKind.values())
                    .filter(client -> client.comesBy(carrier))
                    .flatMap(
                        client ->
                            Stream.of(ListenerMode.DIRECT, ListenerMode.EXECUTOR)
                                .map(mode -> new Way(SERVERS, carrier, client, mode))));
  }

  @BeforeAll
  static void start() throws IOException {
    SERVERS.start();
  }

  @AfterAll
  static void stop() {
    SERVERS.stop();
  }
}
