package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.drafthorse.ListenerMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract in the web application of every container, in processes of their own: each version
 * in both listener modes; every client where the container does most. TLS is the container's own
 * affair, and what is under ours on Jetty is tested with the server for {@code main()}.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
final class ContainersContractTest extends ClientContract {

  private static final Set<ClientKind> ONE_OF_EACH_VERSION =
      EnumSet.of(ClientKind.NETTY_00, ClientKind.NETTY_7, ClientKind.NETTY_8, ClientKind.JDK_13);

  private static final Set<Container> WITH_EVERY_CLIENT =
      EnumSet.of(Container.TOMCAT_10, Container.UNDERTOW);

  static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (Container place : Container.values()) {
      for (ClientKind client : ClientKind.values()) {
        boolean one = ONE_OF_EACH_VERSION.contains(client);
        if (client.comesBy(Carrier.TCP)
            && place.inability(client.version()) == null
            && (one || WITH_EVERY_CLIENT.contains(place))) {
          ways.add(new Way(place, Carrier.TCP, client, ListenerMode.DIRECT));
          ways.add(new Way(place, Carrier.TCP, client, ListenerMode.EXECUTOR));
          if (one && place.hasTls()) {
            ways.add(new Way(place, Carrier.TLS, client, ListenerMode.DIRECT));
          }
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
