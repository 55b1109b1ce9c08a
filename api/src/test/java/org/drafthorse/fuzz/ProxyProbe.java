package org.drafthorse.fuzz;

import static org.drafthorse.fuzz.Checks.require;
import static org.drafthorse.fuzz.Checks.same;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.engine.Route;
import org.drafthorse.engine.proxy.TrustedProxies;
import org.drafthorse.fuzz.Lines.Header;

/**
 * Any headers of proxies: of an untrusted peer nothing is believed, and once a client is found that
 * is no trusted proxy, whatever stands to the left of it changes nothing.
 */
final class ProxyProbe implements Consumer<byte[]> {

  private static final TrustedProxies TRUSTED =
      TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));
  private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 40000);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.1", 40000);
  private static final Set<String> LISTS = Set.of("forwarded", "x-forwarded-for");

  /** What a client may write in front of what proxies add, with either kind of list in mind. */
  private static final List<String> FORGERIES =
      List.of(
          "6.6.6.6", "for=6.6.6.6;host=forged;proto=https", "for=\"6.6.6.6", "\\", "for=\"\\\"");

  @Override
  public void accept(byte[] bytes) {
    List<Header> headers = Lines.headers(Lines.of(bytes));
    RequestHead strange = head(STRANGER, headers);
    same(resolve(strange), strange.route(), "the route of a stranger");
    Route route = resolve(head(PROXY, headers));
    if (isTrusted(route.client().getAddress())) {
      return;
    }
    for (String forgery : FORGERIES) {
      same(resolve(head(PROXY, inFront(headers, forgery))), route, "in front: " + forgery);
      same(resolve(head(PROXY, above(headers, forgery))), route, "above: " + forgery);
    }
  }

  private static Route resolve(RequestHead head) {
    List<String> doubts = new ArrayList<>();
    Route route = TRUSTED.resolve(head, doubts::add);
    require(doubts.size() <= 1, "there is at most one doubt");
    require(!route.client().isUnresolved(), "a client is an address");
    return route;
  }

  private static RequestHead head(InetSocketAddress peer, List<Header> headers) {
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header("Host", "on.the.wire"));
    return RequestHead.builder().peer(peer).headers(Lines.flat(all)).build();
  }

  /** An element more at the left of each list's first line. */
  private static List<Header> inFront(List<Header> headers, String forgery) {
    List<Header> forged = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Header each : headers) {
      String name = each.name().toLowerCase(Locale.ROOT);
      boolean first = LISTS.contains(name) && !each.value().isBlank() && !seen.contains(name);
      seen.add(name);
      forged.add(first ? new Header(each.name(), forgery + ", " + each.value()) : each);
    }
    return forged;
  }

  /** A line more above each list that there is. */
  private static List<Header> above(List<Header> headers, String forgery) {
    List<Header> forged = new ArrayList<>();
    for (Header each : headers) {
      boolean list = LISTS.contains(each.name().toLowerCase(Locale.ROOT));
      if (list && !each.value().isBlank()) {
        forged.add(0, new Header(each.name(), forgery));
      }
    }
    forged.addAll(headers);
    return forged;
  }

  private static boolean isTrusted(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? bytes[0] == 10 : (bytes[0] & 0xFF) == 0xFD;
  }
}
