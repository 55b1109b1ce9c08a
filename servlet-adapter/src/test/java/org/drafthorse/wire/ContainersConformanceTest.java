package org.drafthorse.wire;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case through the upgrade of the specification, in both containers that have their own. */
final class ContainersConformanceTest {

  private static final Map<Container, WireConformance> ALL = new EnumMap<>(Container.class);

  @AfterAll
  static void nothingIsLeft() throws IOException {
    for (Map.Entry<Container, WireConformance> each : ALL.entrySet()) {
      each.getKey().awaitNoClients();
      each.getValue().write();
    }
  }

  @TestFactory
  Stream<DynamicTest> onTomcat() {
    return tests(Container.TOMCAT_10);
  }

  @TestFactory
  Stream<DynamicTest> onUndertow() {
    return tests(Container.UNDERTOW);
  }

  private static Stream<DynamicTest> tests(Container container) {
    WireConformance conformance =
        new WireConformance(container.title(), () -> WireSocket.connect(container.port()), true);
    ALL.put(container, conformance);
    Predicate<ProtocolVersion> possible = version -> container.inability(version) == null;
    return Stream.concat(conformance.tests(possible), conformance.handshakes(possible));
  }
}
