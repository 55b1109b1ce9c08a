package org.drafthorse.wire;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent in any mixture arrives whole and in order, in every kind of container. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
@Timeout(600)
final class ContainersMixtureTest {

  @Parameter(0)
  Container container;

  @Parameter(1)
  Carrier carrier;

  static Stream<Arguments> ways() {
    return ContainersFlowTest.ways();
  }

  private WireMixture mixture() {
    return new WireMixture(
        new SocketTransport(
            container.uri(carrier, "/"), version -> container.inability(version) == null));
  }

  @AfterEach
  void nothingIsLeft() {
    container.awaitNoClients();
  }

  @Test
  void everyReceiverGetsWhatWasSentToItInOrderAndNothingElse() throws Exception {
    mixture().runRandomOnes();
  }

  @Test
  void broadcastsOfEightClientsAtOnceReachAllOfThem() throws Exception {
    mixture().runBroadcasts();
  }
}
