package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ProtocolVersion;

/** Opening handshakes of every version, valid at first, with headers that can be changed. */
public final class Requests {

  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String KEY1 = "3e6b263  4 17 80";
  static final String KEY2 = "17  9 G`ZD9   2 2b 7X 3 /r90";

  private final List<String[]> headers = new ArrayList<>();
  private String method = "GET";
  private String protocol = "HTTP/1.1";
  private String requestPath = "/chat";
  private String queryString;
  private boolean secure;

  private Requests() {}

  /** The example of RFC 6455, section 1.2, or its like in an older version. */
  public static Requests of(ProtocolVersion version) {
    Requests request = new Requests();
    boolean draft00 = version == ProtocolVersion.V00;
    request.adding("Host", "server.example.com");
    request.adding("Upgrade", draft00 ? "WebSocket" : "websocket");
    request.adding("Connection", "Upgrade");
    if (draft00) {
      request.adding("Sec-WebSocket-Key1", KEY1).adding("Sec-WebSocket-Key2", KEY2);
    } else {
      request.adding("Sec-WebSocket-Key", KEY);
      request.adding("Sec-WebSocket-Version", String.valueOf(version.number()));
    }
    return request.adding(version.originHeader(), "http://example.com");
  }

  /** The example of RFC 8441, section 5.1. */
  public static Requests overHttp2() {
    Requests request = new Requests().method("CONNECT").protocol("HTTP/2.0");
    request.adding(":protocol", "websocket").adding("Host", "server.example.com");
    return request.adding("Sec-WebSocket-Version", "13").adding("Origin", "http://example.com");
  }

  /** Adds a header, behind others of its name. */
  public Requests adding(String name, String value) {
    headers.add(new String[] {name, value});
    return this;
  }

  /** Takes all headers of that name away. */
  public Requests without(String name) {
    headers.removeIf(header -> header[0].equalsIgnoreCase(name));
    return this;
  }

  /** Puts this value in the place of all headers of that name. */
  public Requests with(String name, String value) {
    return without(name).adding(name, value);
  }

  /** Repeats the headers of that name. */
  public Requests doubling(String name) {
    List<String[]> same =
        headers.stream().filter(header -> header[0].equalsIgnoreCase(name)).toList();
    assertThat(same).as(name).isNotEmpty();
    headers.addAll(same);
    return this;
  }

  public Requests method(String value) {
    method = value;
    return this;
  }

  public Requests protocol(String value) {
    protocol = value;
    return this;
  }

  public Requests target(String path, String query) {
    requestPath = path;
    queryString = query;
    return this;
  }

  public Requests secure() {
    secure = true;
    return this;
  }

  public RequestHead head() {
    String[] flat = headers.stream().flatMap(Arrays::stream).toArray(String[]::new);
    InetSocketAddress peer = new InetSocketAddress("192.0.2.7", 50123);
    return RequestHead.builder()
        .method(method)
        .protocol(protocol)
        .target(requestPath, requestPath, queryString)
        .secure(secure)
        .peer(peer)
        .headers(flat)
        .build();
  }

  /** What the engine makes of it, with every version enabled. */
  public OpeningHandshake.Outcome read() {
    return read(EnumSet.allOf(ProtocolVersion.class));
  }

  public OpeningHandshake.Outcome read(Set<ProtocolVersion> enabled) {
    return OpeningHandshake.read(head(), enabled);
  }

  /** The handshake, which has to be valid. */
  public ClientHandshake accepted() {
    OpeningHandshake.Outcome outcome = read();
    assertThat(outcome).isInstanceOf(OpeningHandshake.Accepted.class);
    return ((OpeningHandshake.Accepted) outcome).handshake();
  }

  /** The refusal, which there has to be. */
  public Refusal refused() {
    OpeningHandshake.Outcome outcome = read();
    assertThat(outcome).isInstanceOf(Refusal.class);
    return (Refusal) outcome;
  }

  /** A request of version 13 with that Origin and Host; null for none. */
  public static HandshakeRequest fromOrigin(String origin, String host) {
    Requests request = of(ProtocolVersion.V13).with("Host", host).without("Origin");
    return (origin == null ? request : request.adding("Origin", origin)).accepted();
  }
}
