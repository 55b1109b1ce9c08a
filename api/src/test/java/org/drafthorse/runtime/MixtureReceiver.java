package org.drafthorse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;

/** A client of an {@link OutputMixture}, and what was accepted for it. */
final class MixtureReceiver {

  private static final List<String> OFFERS =
      List.of(
          "permessage-deflate",
          "permessage-deflate; server_no_context_takeover",
          "permessage-deflate; server_max_window_bits=10");

  /**
   * A message that may have to come.
   *
   * @param certain false if it may as well not have been accepted
   */
  private record Expected(String text, boolean certain) {}

  private final FakeClient client;
  private final boolean takeover;

  /** By sender, in its order. */
  private final Map<Integer, List<Expected>> accepted = new ConcurrentHashMap<>();

  private final Queue<String> pings = new ConcurrentLinkedQueue<>();

  private MixtureReceiver(FakeClient client, boolean takeover) {
    this.client = client;
    this.takeover = takeover;
  }

  static MixtureReceiver connect(WebSocketRuntime runtime, Random random) {
    ProtocolVersion[] versions = ProtocolVersion.values();
    ProtocolVersion version = versions[random.nextInt(versions.length)];
    FakeTransport.Mode[] modes = {
      FakeTransport.Mode.INLINE, FakeTransport.Mode.OTHER_THREAD, FakeTransport.Mode.LATER
    };
    FakeTransport.Mode mode = modes[random.nextInt(modes.length)];
    if (version == ProtocolVersion.V00 || random.nextInt(3) == 0) {
      return new MixtureReceiver(FakeClient.connect(runtime, "/it", version, mode), false);
    }
    String offer = OFFERS.get(random.nextInt(OFFERS.size()));
    DeflatingClient deflating = DeflatingClient.connect(runtime, "/it", version, offer, mode);
    boolean takeover = !deflating.answer().contains("server_no_context_takeover");
    return new MixtureReceiver(deflating.fake(), takeover);
  }

  FakeClient client() {
    return client;
  }

  WebSocketConnection connection() {
    return client.connection();
  }

  boolean takesBinary() {
    return client.version().supports(Feature.BINARY);
  }

  void accepted(int sender, String text, SendResult result) {
    if (result == SendResult.SENT) {
      expect(sender, new Expected(text, true));
    }
  }

  void perhapsAccepted(int sender, String text) {
    expect(sender, new Expected(text, false));
  }

  private void expect(int sender, Expected message) {
    accepted.computeIfAbsent(sender, key -> new ArrayList<>()).add(message);
  }

  /** One of the ways to end. */
  void end(Random random) {
    switch (random.nextInt(5)) {
      case 0 -> connection().close();
      case 1 -> connection().abort();
      case 2 -> client.close(1000);
      case 3 -> client.reset();
      default -> client.endOfInput();
    }
  }

  void ping() {
    if (client.version() != ProtocolVersion.V00) {
      String data = "p" + pings.size();
      pings.add(data);
      client.ping(data);
    }
  }

  /** Reads a little, as a slow client does; false if there is nothing to read. */
  boolean readSome(Random random) {
    FakeTransport transport = client.transport();
    if (!transport.readsLater() || !transport.isWriting()) {
      return false;
    }
    if (random.nextBoolean()) {
      transport.takeSome(1 + random.nextInt(20_000));
    } else {
      boolean unused = transport.complete();
    }
    return true;
  }

  /** Whether something may still be written. */
  boolean isBusy() {
    return !client.transport().isGone() && connection().queuedBytes() > 0;
  }

  /** Ends it, whatever its state. */
  void leave() {
    client.reset();
  }

  boolean isCut() {
    return client.transport().isAborted();
  }

  boolean received(String text) {
    return messages().stream().anyMatch(each -> text(each).equals(text));
  }

  void check() {
    assertThat(client.transport().violations()).isZero();
    Map<Boolean, List<ClientWire.Message>> bySort =
        messages().stream()
            .filter(each -> each.opcode() != 8)
            .collect(Collectors.partitioningBy(each -> each.opcode() == 10));
    checkPongs(bySort.get(true));
    Map<Integer, List<String>> bySender =
        bySort.get(false).stream()
            .map(MixtureReceiver::text)
            .collect(Collectors.groupingBy(MixtureSender::sender));
    assertThat(accepted.keySet()).containsAll(bySender.keySet());
    accepted.forEach((sender, all) -> check(bySender.getOrDefault(sender, List.of()), all));
  }

  private void check(List<String> received, List<Expected> expected) {
    int at = 0;
    for (Expected each : expected) {
      boolean came = at < received.size() && received.get(at).equals(each.text());
      if (came) {
        at++;
      } else if (each.certain() && !(isCut() && at == received.size())) {
        throw new AssertionError(
            this
                + ": "
                + abridged(each.text())
                + " is missing; there came "
                + received.stream().map(MixtureReceiver::abridged).toList());
      }
    }
    assertThat(received.subList(at, received.size())).map(MixtureReceiver::abridged).isEmpty();
  }

  /** A pong may be left out for a later one; each is of a ping, in order. */
  private void checkPongs(List<ClientWire.Message> pongs) {
    List<String> open = new ArrayList<>(pings);
    for (ClientWire.Message each : pongs) {
      int at = open.indexOf(text(each));
      assertThat(at).as("pong " + text(each) + " of " + open).isNotNegative();
      open = open.subList(at + 1, open.size());
    }
  }

  @Override
  public String toString() {
    return connection() + (takeover ? " with takeover" : "");
  }

  private List<ClientWire.Message> messages() {
    return ClientWire.decode(
        client.version().wireFormat(), client.bytesBehindHandshake(), takeover);
  }

  private static String text(ClientWire.Message message) {
    return new String(message.payload(), StandardCharsets.ISO_8859_1);
  }

  private static String abridged(String text) {
    return text.substring(0, Math.min(6, text.length())) + "/" + text.length();
  }
}
