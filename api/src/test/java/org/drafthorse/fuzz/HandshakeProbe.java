package org.drafthorse.fuzz;

import static org.drafthorse.fuzz.Checks.require;
import static org.drafthorse.fuzz.Checks.same;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.ClientHandshake;
import org.drafthorse.engine.HandshakeAnswer;
import org.drafthorse.engine.OpeningHandshake;
import org.drafthorse.engine.OpeningHandshake.Accepted;
import org.drafthorse.engine.OpeningHandshake.Outcome;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.fuzz.Lines.Header;

/** Any request: it is accepted if, and only if, {@link HandshakeRules} says that it is valid. */
final class HandshakeProbe implements Consumer<byte[]> {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  @Override
  public void accept(byte[] bytes) {
    List<String> lines = Lines.of(bytes);
    String[] request = (lines.get(0) + " / HTTP/1.1").split(" ", 4);
    List<Header> headers = Lines.headers(lines.subList(1, lines.size()));
    RequestHead head =
        RequestHead.builder()
            .method(request[0])
            .target(request[1], request[1], null)
            .protocol(request[2])
            .headers(Lines.flat(headers))
            .build();
    HandshakeRules rules = new HandshakeRules(request[0], request[2], headers);
    Outcome outcome = OpeningHandshake.read(head, EnumSet.allOf(ProtocolVersion.class));
    if (outcome instanceof Accepted accepted) {
      check(accepted.handshake(), rules);
    } else {
      check((Refusal) outcome, rules);
    }
  }

  private static void check(ClientHandshake client, HandshakeRules rules) {
    same(client.version().number(), rules.version(), "the version of a handshake");
    same(client.subprotocols(), rules.subprotocols(rules.version()), "the subprotocols");
    HandshakeAnswer answer = HandshakeAnswer.to(client, HandshakeDecision.accept());
    String accept = answer.headers().get("Sec-WebSocket-Accept");
    boolean proves = client.version() != ProtocolVersion.V00 && rules.method().equals("GET");
    String expected = proves ? proof(rules.values("Sec-WebSocket-Key").get(0)) : null;
    same(accept, expected, "Sec-WebSocket-Accept");
  }

  private static void check(Refusal refusal, HandshakeRules rules) {
    same(-1, rules.version(), "refused with " + refusal);
    require(refusal.status() == 400 || refusal.status() == 426, "the status of a refusal");
    require(refusal.reason().matches("[ -~]+"), "the reason of a refusal is a line of ASCII");
  }

  private static String proof(String key) {
    try {
      byte[] text = (key.strip() + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
