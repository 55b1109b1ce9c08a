package org.drafthorse.engine.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.engine.Route;

/** A request that came by way of proxies, and what is made of it. */
final class Proxied {

  private final List<String> headers = new ArrayList<>(List.of("Host", "on.the.wire"));
  private final List<String> doubts = new ArrayList<>();
  private final TrustedProxies trusted;
  private String peer = "10.0.0.1";
  private boolean secure;

  private Proxied(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /** From 10.0.0.1, where all of 10.0.0.0/8 and fd00::/8 is trusted. */
  static Proxied request() {
    return trusting("10.0.0.0/8", "fd00::/8");
  }

  static Proxied trusting(String... ranges) {
    return new Proxied(TrustedProxies.of(List.of(ranges)));
  }

  Proxied from(String address) {
    peer = address;
    return this;
  }

  Proxied overTls() {
    secure = true;
    return this;
  }

  Proxied with(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  Route route() {
    IpAddress address = IpAddress.tryParse(peer);
    InetSocketAddress socket =
        address == null
            ? InetSocketAddress.createUnresolved(peer, 40000)
            : new InetSocketAddress(address.toInetAddress(), 40000);
    RequestHead head =
        RequestHead.builder()
            .peer(socket)
            .secure(secure)
            .headers(headers.toArray(new String[0]))
            .build();
    doubts.clear();
    return trusted.resolve(head, doubts::add);
  }

  /** Address and port, scheme and host: all that there is to know. */
  String told() {
    Route route = route();
    return client(route) + " " + (route.secure() ? "https" : "http") + "://" + route.authority();
  }

  String client() {
    return client(route());
  }

  /** What was said and not believed, of the last time. */
  List<String> doubts() {
    return doubts;
  }

  private static String client(Route route) {
    String host = route.client().getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + route.client().getPort();
  }
}
