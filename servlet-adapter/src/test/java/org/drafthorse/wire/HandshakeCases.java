package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.conformance.EchoResource;

/**
 * Opening handshakes with one thing changed, and the status that each gets, in every version that
 * has the thing.
 */
final class HandshakeCases {

  /** It is no WebSocket request: whoever stands behind us answers, and not with 101. */
  static final int OTHERS = 0;

  private static final String SECTION = "RFC 6455, 4.2.1";
  private static final String SECTION_VERSION = "RFC 6455, 4.4";
  private static final String SECTION_00 = "draft 76, 5.1";
  private static final String COMMAS = ", \t,".repeat(1_500);

  /** One of them. */
  record HandshakeCase(
      String section,
      String name,
      ProtocolVersion version,
      UnaryOperator<Handshake> change,
      int status) {

    Handshake handshake() {
      return change.apply(new Handshake(version, EchoResource.PATH));
    }
  }

  private final List<HandshakeCase> all = new ArrayList<>();
  private final ProtocolVersion version;

  private HandshakeCases(ProtocolVersion version) {
    this.version = version;
  }

  static List<HandshakeCase> all() {
    List<HandshakeCase> all = new ArrayList<>();
    for (ProtocolVersion version : ProtocolVersion.values()) {
      HandshakeCases cases = new HandshakeCases(version);
      cases.request();
      cases.hosts();
      cases.upgrades();
      cases.connections();
      cases.lists();
      if (version == ProtocolVersion.V00) {
        cases.keys00();
      } else {
        cases.keys();
        cases.versions();
      }
      all.addAll(cases.all);
    }
    return all;
  }

  private void add(String section, String name, int status, UnaryOperator<Handshake> change) {
    all.add(new HandshakeCase(section, name, version, change, status));
  }

  private void request() {
    add(SECTION, "nothing is changed", 101, h -> h);
    for (String line : new String[] {"POST %s HTTP/1.1", "HEAD %s HTTP/1.1", "GET %s HTTP/1.0"}) {
      String request = line.formatted(EchoResource.PATH);
      add(SECTION, line, 400, h -> h.requestLine(request));
    }
    add(SECTION, "a body", 400, h -> h.with("Content-Length", "3"));
    add(SECTION, "a chunked body", 400, h -> h.with("Transfer-Encoding", "chunked"));
    add(SECTION, "an unknown path", 404, h -> h.requestLine("GET /nowhere HTTP/1.1"));
  }

  private void hosts() {
    add(SECTION, "no Host", 400, h -> h.without("Host"));
    add(SECTION, "Host twice", 400, h -> h.doubled("Host"));
    add(SECTION, "an empty Host", 400, h -> h.without("Host").with("Host", ""));
  }

  private void upgrades() {
    add(SECTION, "no Upgrade", OTHERS, h -> h.without("Upgrade"));
    add(SECTION, "an empty Upgrade", OTHERS, h -> h.without("Upgrade").with("Upgrade", ""));
    add(SECTION, "Upgrade: h2c", OTHERS, h -> h.without("Upgrade").with("Upgrade", "h2c"));
    add(
        SECTION,
        "websocket in a list",
        101,
        h -> h.without("Upgrade").with("Upgrade", "x, websocket"));
    add(SECTION, "WEBsocket", 101, h -> h.without("Upgrade").with("Upgrade", "WEBsocket"));
    add(SECTION, "Upgrade twice", 101, h -> h.doubled("Upgrade"));
  }

  private void connections() {
    add(SECTION, "no Connection", 400, h -> h.without("Connection"));
    add(SECTION, "an empty Connection", 400, h -> h.without("Connection").with("Connection", ""));
    add(
        SECTION,
        "Connection: keep-alive",
        400,
        h -> h.without("Connection").with("Connection", "keep-alive"));
    add(
        SECTION,
        "Upgrade in a list",
        101,
        h -> h.without("Connection").with("Connection", "keep-alive, Upgrade"));
    add(SECTION, "UPGRADE", 101, h -> h.without("Connection").with("Connection", "UPGRADE"));
    add(SECTION, "Connection twice", 101, h -> h.doubled("Connection"));
  }

  private void lists() {
    String origin = version.originHeader();
    add(SECTION, "two origins", 400, h -> h.doubled(origin));
    add(SECTION, "no origin", 101, h -> h.without(origin));
    String protocol = "Sec-WebSocket-Protocol";
    add(SECTION, "two subprotocols", 101, h -> h.with(protocol, "a, b"));
    add(
        SECTION,
        "two headers of subprotocols",
        101,
        h -> h.with(protocol, "a").with(protocol, "b"));
    add(SECTION, "empty subprotocols", 101, h -> h.with(protocol, ",a, ,b,"));
    add(SECTION, "a subprotocol that is no token", 400, h -> h.with(protocol, "a@b"));
    add(SECTION, "thousands of commas", 101, h -> h.with(protocol, COMMAS));
    String extensions = "Sec-WebSocket-Extensions";
    add("RFC 6455, 9.1", "an unknown extension", 101, h -> h.with(extensions, "x; y=z"));
    add("RFC 6455, 9.1", "no extension at all", 101, h -> h.with(extensions, "; = \"\\"));
    String quotes = "\"" + "\\".repeat(6_000);
    add(
        "RFC 6455, 9.1",
        "an open string of backslashes",
        101,
        h -> h.with(extensions, "x; y=" + quotes));
  }

  private void keys() {
    String key = "Sec-WebSocket-Key";
    add(SECTION, "no key", 400, h -> h.without(key));
    add(SECTION, "an empty key", 400, h -> h.without(key).with(key, ""));
    add(SECTION, "two keys", 400, h -> h.doubled(key));
    add(SECTION, "two keys in one header", 400, h -> h.without(key).with(key, "a b"));
    if (version == ProtocolVersion.V13) {
      add(SECTION, "a key of 15 bytes", 400, h -> h.without(key).with(key, "AQIDBAUGBwgJCgsMDQ4P"));
      add(SECTION, "a key that is no base64", 400, h -> h.without(key).with(key, "?".repeat(24)));
      add(SECTION, "no padding", 400, h -> h.without(key).with(key, "dGhlIHNhbXBsZSBub25jZQ"));
    }
  }

  private void versions() {
    String name = "Sec-WebSocket-Version";
    add(SECTION_VERSION, "no version", 400, h -> h.without(name));
    add(SECTION_VERSION, "two headers of versions", 400, h -> h.doubled(name));
    for (String value :
        new String[] {"", "12", "9", "1", "99", "-13", "+13", "013", "13, 8", "x"}) {
      add(SECTION_VERSION, "version " + value, 426, h -> h.without(name).with(name, value));
    }
  }

  private void keys00() {
    for (String key : new String[] {"Sec-WebSocket-Key1", "Sec-WebSocket-Key2"}) {
      add(SECTION_00, "no " + key, 400, h -> h.without(key));
      add(SECTION_00, key + " twice", 400, h -> h.doubled(key));
      for (String value : new String[] {"", "abc", "123", "a b", "1 2 3", "99999999999 9", "  "}) {
        add(SECTION_00, key + ": " + value, 400, h -> h.without(key).with(key, value));
      }
    }
  }
}
