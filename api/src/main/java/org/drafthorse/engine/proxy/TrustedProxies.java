package org.drafthorse.engine.proxy;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.engine.Route;

/**
 * The proxies whose word counts. Immutable, any thread.
 *
 * <p>A request that comes from none of them is what it is. For one that does, {@code Forwarded}
 * (RFC 7239) or, without it, {@code X-Forwarded-For} is followed from right to left up to the first
 * address that is none of theirs: that is the client. Where an element is malformed or tells no
 * address, it is the last proxy that is certain. Scheme and host: see {@link Forwarded} and {@link
 * XForwarded}; what they do not say, or say wrongly, stays what it is on the wire.
 *
 * <p>A request with headers of both families got one of them from a proxy and the other perhaps
 * from its client. So each is followed alone, and counts where both say the same.
 *
 * <p>A proxy that is trusted has to set or to remove {@code X-Forwarded-Proto}, {@code -Host} and
 * {@code -Port}, and to set, to add to or to remove the two lists: one that hands them on as the
 * client wrote them lets the client say anything.
 */
public final class TrustedProxies {

  private final List<IpRange> ranges;

  private TrustedProxies(List<IpRange> ranges) {
    this.ranges = ranges;
  }

  /**
   * Reads a setting.
   *
   * @param addressesAndRanges such as {@code 127.0.0.1}, {@code ::1}, {@code 10.0.0.0/8} or {@code
   *     fd00::/8}; none at all trusts nobody
   * @throws IllegalArgumentException in one line that names the one that is malformed
   */
  public static TrustedProxies of(Collection<String> addressesAndRanges) {
    return new TrustedProxies(addressesAndRanges.stream().map(IpRange::parse).toList());
  }

  /**
   * How the client reached the server.
   *
   * @param doubts hears, at most once, of what a trusted proxy said and was not believed
   */
  public Route resolve(RequestHead head, Consumer<String> doubts) {
    if (ranges.isEmpty() || !trusts(Node.of(head.peer()))) {
      return head.route();
    }
    Witness standard = Forwarded.in(head);
    Witness other = XForwarded.in(head);
    Finding finding;
    if (standard == null) {
      finding = other == null ? new Finding(head.route(), null) : follow(other, head);
    } else if (other == null) {
      finding = follow(standard, head);
    } else {
      finding = Finding.agreed(follow(standard, head), follow(other, head), head.route());
    }
    if (finding.doubt() != null) {
      doubts.accept(finding.doubt());
    }
    return finding.route();
  }

  private Finding follow(Witness witness, RequestHead head) {
    Node hop = Node.of(head.peer());
    InetSocketAddress client = head.route().client();
    String doubt = null;
    while (trusts(hop) && witness.hasNext()) {
      Node next = witness.next();
      if (next == null) {
        doubt = witness + " has a malformed element";
        break;
      }
      hop = next;
      if (hop.address() != null) {
        client = new InetSocketAddress(hop.address().toInetAddress(), hop.port());
      }
    }
    return Finding.of(client, witness.statement(head), head.route(), doubt);
  }

  private boolean trusts(Node node) {
    IpAddress address = node.address();
    if (address == null) {
      return false;
    }
    for (IpRange each : ranges) {
      if (each.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
