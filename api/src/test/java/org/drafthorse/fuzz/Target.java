package org.drafthorse.fuzz;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  NETTY("streams.hex", 300),
  /** Has a fault, to see that faults are found. */
  PLANTED("streams.hex", 0);

  private final String resource;
  private final int leastCoverage;

  Target(String resource, int leastCoverage) {
    this.resource = resource;
    this.leastCoverage = leastCoverage;
  }

  List<byte[]> seeds() {
    Stream<byte[]> recorded =
        switch (this) {
          case VERSION_13, NETTY -> Seeds.cases(ProtocolVersion.V13, false);
          case VERSIONS_8_AND_7 -> Seeds.cases(ProtocolVersion.V8, false);
          case VERSION_00 -> Seeds.cases(ProtocolVersion.V00, false);
          case DEFLATE -> Seeds.cases(ProtocolVersion.V13, true);
          case HANDSHAKE -> Seeds.recordedHandshakes();
          case OFFERS, PROXIES, PLANTED -> Stream.of();
        };
    return Stream.concat(Seeds.of(resource).stream(), recorded).toList();
  }

  /** Edges that any run sees, if the classes are instrumented at all. */
  int leastCoverage() {
    return leastCoverage;
  }

  /** The classes whose coverage guides. */
  String instrumented() {
    String ours = "org.drafthorse.**";
    return this == NETTY
        ? ours + File.pathSeparator + "io.netty.handler.codec.http.websocketx.*"
        : ours;
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
      case NETTY -> new NettyProbe();
      case PLANTED -> new PlantedBug();
    };
  }
}
