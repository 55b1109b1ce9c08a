package org.drafthorse.engine.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a client sends: behind a proxy that adds its own, it changes nothing. */
class TrustedProxiesPropertiesTest {

  private static final List<String> PIECES =
      List.of(
          "for=",
          "For=",
          "proto=https",
          "host=forged",
          "by=_x",
          "10.0.0.1",
          "10.2.3.4",
          "9.9.9.9",
          "unknown",
          "_a",
          "\"[fd00::1]:80\"",
          "[::1]",
          "\"",
          "\\",
          "\\\"",
          ",",
          ";",
          "=",
          " ",
          "\t",
          "x=\"",
          "a",
          "http",
          "\u00e4",
          "\u0000");

  /**
   * A proxy on the way in.
   *
   * @param peer who connected to it, as it writes it
   */
  record Hop(String peer, String scheme, String host) {
    String element() {
      return "for=\"" + peer + "\";proto=" + scheme + ";host=\"" + host + "\"";
    }
  }

  @Provide
  Arbitrary<String> nonsense() {
    return Arbitraries.of(PIECES).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<Hop> outermost() {
    return hops(
        Arbitraries.of("203.0.113.9", "203.0.113.9:81", "[2001:db8::9]", "[2001:db8::9]:82"));
  }

  @Provide
  Arbitrary<Hop> inner() {
    return hops(Arbitraries.of("10.0.0.2", "10.0.0.3:83", "[fd00::1]", "[fd00::1]:84"));
  }

  private static Arbitrary<Hop> hops(Arbitrary<String> peers) {
    Arbitrary<String> hosts = Arbitraries.of("a.example", "b.example:8443", "[2001:db8::1]:80");
    return Combinators.combine(peers, Arbitraries.of("http", "https"), hosts).as(Hop::new);
  }

  @Property
  void inForwardedNothingCountsThatIsLeftOfWhatTrustedProxiesWrote(
      @ForAll @Size(max = 4) List<@From("nonsense") String> sent,
      @ForAll("outermost") Hop outermost,
      @ForAll @Size(max = 3) List<@From("inner") Hop> inner,
      @ForAll @Size(4) boolean[] joins) {
    List<Hop> way = new ArrayList<>(List.of(outermost));
    way.addAll(inner);
    List<String> lines = new ArrayList<>(sent);
    for (int i = 0; i < way.size(); i++) {
      add(lines, way.get(i).element(), joins[i]);
    }
    Proxied request = Proxied.request();
    lines.forEach(line -> request.with("Forwarded", line));
    assertThat(request.told())
        .isEqualTo(client(outermost) + " " + outermost.scheme() + "://" + outermost.host());
    assertThat(request.doubts()).isEmpty();
  }

  @Property
  void inXForwardedNeither(
      @ForAll @Size(max = 4) List<@From("nonsense") String> sent,
      @ForAll("outermost") Hop outermost,
      @ForAll @Size(max = 3) List<@From("inner") Hop> inner,
      @ForAll @Size(4) boolean[] joins) {
    List<String> addresses = new ArrayList<>(sent);
    List<String> schemes = new ArrayList<>(sent);
    List<String> hosts = new ArrayList<>(sent);
    List<Hop> way = new ArrayList<>(List.of(outermost));
    way.addAll(inner);
    Hop nearest = way.get(way.size() - 1);
    for (int i = 0; i < way.size(); i++) {
      add(addresses, way.get(i).peer(), joins[i]);
    }
    add(schemes, nearest.scheme(), joins[0]);
    add(hosts, nearest.host(), joins[0]);
    Proxied request = Proxied.request();
    addresses.forEach(line -> request.with("X-Forwarded-For", line));
    schemes.forEach(line -> request.with("X-Forwarded-Proto", line));
    hosts.forEach(line -> request.with("X-Forwarded-Host", line));
    assertThat(request.told())
        .isEqualTo(client(outermost) + " " + nearest.scheme() + "://" + nearest.host());
    assertThat(request.doubts()).isEmpty();
  }

  /** The client's own line or element is at the end, as from a proxy that hands all on. */
  @Property
  void nonsenseIsSomebodyBehindTheProxyAndAtMostOneDoubt(
      @ForAll("nonsense") String forwarded,
      @ForAll("nonsense") String addresses,
      @ForAll("nonsense") String scheme,
      @ForAll("nonsense") String host) {
    Proxied request =
        Proxied.request()
            .with("Forwarded", forwarded)
            .with("X-Forwarded-For", addresses)
            .with("X-Forwarded-Proto", scheme)
            .with("X-Forwarded-Host", host);
    assertThat(Authority.isValid(request.route().authority())).isTrue();
    assertThat(request.route().client().isUnresolved()).isFalse();
    assertThat(request.doubts()).hasSizeLessThan(2);
  }

  /** As proxies do: a line of its own, or behind a comma in the last line that is there. */
  private static void add(List<String> lines, String value, boolean join) {
    if (join && !lines.isEmpty()) {
      int last = lines.size() - 1;
      lines.set(last, lines.get(last) + ", " + value);
    } else {
      lines.add(value);
    }
  }

  private static String client(Hop hop) {
    String name = hop.peer().replace("2001:db8::9", "2001:db8:0:0:0:0:0:9");
    return name.endsWith("]") || name.lastIndexOf(':') < 0 ? name + ":0" : name;
  }
}
