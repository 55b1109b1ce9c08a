package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.conformance.Case;
import org.drafthorse.conformance.Cases;
import org.drafthorse.conformance.ConformanceRecords;
import org.drafthorse.conformance.EchoResource;
import org.drafthorse.conformance.Transcript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case on a connection without a socket, as the yardstick of all transports. */
class ConformanceTest {

  private static final ConformanceRecords RECORDS = new ConformanceRecords("no transport");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    EchoResource.register(server.runtime().registry());
  }

  @AfterAll
  static void stop() throws Exception {
    server.awaitNothingHeld();
    server.close();
    RECORDS.write();
  }

  @TestFactory
  Stream<DynamicNode> cases() {
    return Cases.all().stream().flatMap(ConformanceTest::inEachVersion);
  }

  private static Stream<DynamicNode> inEachVersion(Case each) {
    return each.versions().stream()
        .map(
            version ->
                DynamicTest.dynamicTest(version + ", " + each, () -> assertCase(each, version)));
  }

  private static void assertCase(Case each, ProtocolVersion version) {
    FakeClient client = connect(each, version);
    client.raw(each.sent().apply(version));
    client.endOfInput();
    Await.until("TCP is gone", () -> client.transport().isGone());
    List<String> found = Transcript.of(version, client.bytesBehindHandshake());
    assertThat(found).isEqualTo(each.expected().apply(version));
    RECORDS.passed(each, version);
  }

  private static FakeClient connect(Case each, ProtocolVersion version) {
    FakeTransport.Mode mode = FakeTransport.Mode.INLINE;
    if (!each.deflate()) {
      return server.connect(EchoResource.PATH, version, mode);
    }
    String path = EchoResource.DEFLATE_PATH;
    return DeflatingClient.connect(server.runtime(), path, version, "permessage-deflate", mode)
        .fake();
  }
}
