package org.drafthorse.runtime;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.RequestHead;

/** Valid opening handshakes of each version, to be used as they are or spoiled. */
public final class RequestHeads {

  /** Lets the sum of key 1, key 2 and eight zero bytes be something. */
  private static final String KEY_1 = "4 @1  46546xW%0l 1 5";

  private static final String KEY_2 = "12998 5 Y3 1  .P00";

  private RequestHeads() {}

  /** A request that is let in. */
  public static RequestHead of(String path, ProtocolVersion version) {
    return with(path, version);
  }

  /** The same, with more headers: names and values in turn. */
  public static RequestHead with(String path, ProtocolVersion version, String... more) {
    List<String> headers = new ArrayList<>(List.of("Host", "example.com", "Connection", "Upgrade"));
    if (version == ProtocolVersion.V00) {
      headers.addAll(List.of("Upgrade", "WebSocket"));
      headers.addAll(List.of("Sec-WebSocket-Key1", KEY_1, "Sec-WebSocket-Key2", KEY_2));
    } else {
      headers.addAll(List.of("Upgrade", "websocket"));
      headers.addAll(List.of("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
      headers.addAll(List.of("Sec-WebSocket-Version", String.valueOf(version.number())));
    }
    headers.addAll(List.of(more));
    return raw("GET", path, headers.toArray(new String[0]));
  }

  /** Anything. */
  public static RequestHead raw(String method, String path, String... headers) {
    InetSocketAddress peer = InetSocketAddress.createUnresolved("127.0.0.1", 4711);
    return RequestHead.builder()
        .method(method)
        .target(path, path, null)
        .peer(peer)
        .headers(headers)
        .build();
  }
}
