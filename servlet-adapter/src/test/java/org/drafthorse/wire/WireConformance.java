package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.conformance.Case;
import org.drafthorse.conformance.Cases;
import org.drafthorse.conformance.ConformanceRecords;
import org.drafthorse.conformance.EchoResource;
import org.drafthorse.conformance.Transcript;
import org.drafthorse.wire.HandshakeCases.HandshakeCase;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every case over a transport: once with all bytes right behind the request, in one segment, and
 * once in pieces behind the answer.
 */
final class WireConformance {

  /** Shorter streams come byte by byte, others in pieces of any length. */
  private static final int SHORT = 40;

  private final String transport;
  private final Connector connector;
  private final boolean sendsFin;
  private final ConformanceRecords records;

  /** Connects, and says nothing. */
  interface Connector {
    WireSocket connect() throws IOException;
  }

  WireConformance(String transport, Connector connector) {
    this(transport, connector, false);
  }

  /**
   * Runs them on that transport.
   *
   * @param sendsFin where the server cannot end its side alone, so that it need not wait for ours
   */
  WireConformance(String transport, Connector connector, boolean sendsFin) {
    this.transport = transport;
    this.connector = connector;
    this.sendsFin = sendsFin;
    this.records = new ConformanceRecords(transport);
  }

  /** A test for each case and each version that the transport can. */
  Stream<DynamicTest> tests(Predicate<ProtocolVersion> possible) {
    return Cases.all().stream()
        .flatMap(
            each ->
                each.versions().stream()
                    .filter(possible)
                    .map(
                        version ->
                            DynamicTest.dynamicTest(
                                transport + ", " + version + ", " + each,
                                () -> assertCase(each, version))));
  }

  /** A test for each handshake of the versions that the transport can. */
  Stream<DynamicTest> handshakes(Predicate<ProtocolVersion> possible) {
    return HandshakeCases.all().stream()
        .filter(each -> possible.test(each.version()))
        .map(
            each ->
                DynamicTest.dynamicTest(
                    transport + ", " + each.version() + ", " + each.name(),
                    () -> assertHandshake(each)));
  }

  private void assertHandshake(HandshakeCase each) throws IOException {
    Handshake handshake = each.handshake();
    try (WireSocket socket = connector.connect()) {
      socket.send(handshake.bytes());
      int status = socket.readStatus();
      if (each.status() == HandshakeCases.OTHERS) {
        assertThat(status).isBetween(200, 499);
      } else {
        assertThat(status).isEqualTo(each.status());
      }
      if (each.status() == 101) {
        handshake.check(socket);
      }
    }
    records.passed(each.section(), each.version(), each.name());
  }

  /** Writes down what has passed. */
  void write() throws IOException {
    records.write();
  }

  private void assertCase(Case each, ProtocolVersion version) throws IOException {
    byte[] sent = each.sent().apply(version);
    Handshake handshake = handshake(each, version);
    try (WireSocket socket = connector.connect()) {
      socket.send(Frames.concat(handshake.bytes(), sent));
      socket.expectOpen(handshake);
      assertTranscript(each, version, socket);
    }
    try (WireSocket socket = connector.connect()) {
      socket.send(handshake.bytes());
      socket.expectOpen(handshake);
      try {
        sendInPieces(socket, sent);
      } catch (SocketException e) {
        assertThat(each.goesOnBehindClose(version)).as("%s", e).isTrue();
      }
      assertTranscript(each, version, socket);
    }
    records.passed(each, version);
  }

  private static Handshake handshake(Case each, ProtocolVersion version) {
    return each.deflate()
        ? new Handshake(version, EchoResource.DEFLATE_PATH)
            .with("Sec-WebSocket-Extensions", "permessage-deflate")
        : new Handshake(version, EchoResource.PATH);
  }

  private void assertTranscript(Case each, ProtocolVersion version, WireSocket socket)
      throws IOException {
    if (sendsFin) {
      socket.shutdownOutput();
    }
    assertThat(Transcript.of(version, socket.readToEnd()))
        .isEqualTo(each.expected().apply(version));
  }

  private static void sendInPieces(WireSocket socket, byte[] sent) throws IOException {
    Random random = new Random(sent.length);
    int at = 0;
    while (at < sent.length) {
      int length = sent.length <= SHORT ? 1 : 1 + random.nextInt(sent.length);
      int end = Math.min(sent.length, at + length);
      socket.send(Arrays.copyOfRange(sent, at, end));
      at = end;
    }
  }
}
