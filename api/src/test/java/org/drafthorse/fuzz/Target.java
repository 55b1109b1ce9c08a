package org.drafthorse.fuzz;

import java.util.function.Consumer;
import org.drafthorse.ProtocolVersion;

/** What is fuzzed, and what it starts from. */
enum Target {
  VERSION_13("streams.hex", 300),
  VERSIONS_8_AND_7("streams.hex", 300),
  VERSION_00("streams-00.hex", 150),
  DEFLATE("streams-deflated.hex", 350),
  HANDSHAKE("handshakes.txt", 350),
  OFFERS("offers.txt", 100),
  PROXIES("proxies.txt", 200),
  /** Has a fault, to see that faults are found. */
  PLANTED("streams.hex", 0);

  private final String seeds;

  private final int leastCoverage;

  Target(String seeds, int leastCoverage) {
    this.seeds = seeds;
    this.leastCoverage = leastCoverage;
  }

  /** The name of the resource with its seeds. */
  String seeds() {
    return seeds;
  }

  /** Edges that any run sees, if the classes are instrumented at all. */
  int leastCoverage() {
    return leastCoverage;
  }

  /** The classes whose coverage guides. */
  String instrumented() {
    return "org.drafthorse.**";
  }

  Consumer<byte[]> probe() {
    return switch (this) {
      case VERSION_13 -> EngineProbe.of(ProtocolVersion.V13);
      case VERSIONS_8_AND_7 ->
          EngineProbe.of(ProtocolVersion.V8).andThen(EngineProbe.of(ProtocolVersion.V7));
      case VERSION_00 -> EngineProbe.of(ProtocolVersion.V00);
      case DEFLATE -> EngineProbe.deflating(false).andThen(EngineProbe.deflating(true));
      case HANDSHAKE -> new HandshakeProbe();
      case OFFERS -> new OfferProbe();
      case PROXIES -> new ProxyProbe();
      case PLANTED -> new PlantedBug();
    };
  }
}
