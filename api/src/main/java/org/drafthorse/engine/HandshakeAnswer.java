package org.drafthorse.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.drafthorse.HandshakeDecision;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.deflate.DeflateAgreement;

/**
 * The head of the answer that lets a client in: status 101 (RFC 6455, section 4.2.2; draft 00,
 * section 5.2), over HTTP/2 200 (RFC 8441, section 5).
 *
 * <p>Names and values are written as some old clients compare them, to the letter.
 *
 * @param status of HTTP
 * @param headers in the order in which they go out
 */
public record HandshakeAnswer(int status, Map<String, String> headers) {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int OK = 200;

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /**
   * Answers a valid handshake, without extensions.
   *
   * @throws IllegalArgumentException if the decision names a subprotocol that was not offered
   */
  public static HandshakeAnswer to(ClientHandshake client, HandshakeDecision decision) {
    boolean connect = ExtendedConnect.is(client.head());
    Map<String, String> headers = connect ? new LinkedHashMap<>() : upgrade(client, decision);
    String subprotocol = decision.subprotocol();
    if (subprotocol != null) {
      if (!client.subprotocols().contains(subprotocol)) {
        throw new IllegalArgumentException(
            "the client did not offer the subprotocol " + subprotocol);
      }
      headers.put("Sec-WebSocket-Protocol", subprotocol);
    }
    return new HandshakeAnswer(connect ? OK : SWITCHING_PROTOCOLS, headers);
  }

  /** The same answer, with what was agreed on. */
  public HandshakeAnswer with(DeflateAgreement deflate) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(ClientHandshake.EXTENSIONS, deflate.answer());
    return new HandshakeAnswer(status, more);
  }

  private static Map<String, String> upgrade(ClientHandshake client, HandshakeDecision decision) {
    Map<String, String> headers = new LinkedHashMap<>();
    boolean draft00 = client.version() == ProtocolVersion.V00;
    headers.put("Upgrade", draft00 ? "WebSocket" : "websocket");
    headers.put("Connection", "Upgrade");
    if (draft00) {
      headers.put("Sec-WebSocket-Origin", origin(client, decision));
      headers.put("Sec-WebSocket-Location", location(client, decision));
    } else {
      headers.put("Sec-WebSocket-Accept", accept(client.key()));
    }
    return headers;
  }

  /** The proof that the server has read the key (RFC 6455, section 4.2.2, item 5.4). */
  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private static String origin(ClientHandshake client, HandshakeDecision decision) {
    if (decision.origin() != null) {
      return decision.origin();
    }
    String origin = client.origin();
    return origin == null ? "null" : origin;
  }

  private static String location(ClientHandshake client, HandshakeDecision decision) {
    if (decision.location() != null) {
      return decision.location();
    }
    RequestHead head = client.head();
    String query = head.queryString() == null ? "" : "?" + head.queryString();
    String scheme = client.isSecure() ? "wss://" : "ws://";
    return scheme + client.authority() + head.requestPath() + query;
  }
}
