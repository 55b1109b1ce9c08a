package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.List;
import org.drafthorse.ListenerMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract in the web application of every container, in processes of their own.
 *
 * <p>Over TCP in both listener modes; over TLS, which is the container's own affair, in one.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
final class ContainersContractTest extends ClientContract {

  static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (Container place : Container.values()) {
      for (ClientKind client : ClientKind.values()) {
        if (client.comesBy(Carrier.TCP) && place.inability(client.version()) == null) {
          ways.add(new Way(place, Carrier.TCP, client, ListenerMode.DIRECT));
          ways.add(new Way(place, Carrier.TCP, client, ListenerMode.EXECUTOR));
          ways.add(new Way(place, Carrier.TLS, client, ListenerMode.DIRECT));
        }
      }
    }
    return ways;
  }

  @BeforeAll
  static void start() {
    Containers.startAll();
  }
}
