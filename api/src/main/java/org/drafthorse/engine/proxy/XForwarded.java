package org.drafthorse.engine.proxy;

import java.util.List;
import org.drafthorse.Nullable;
import org.drafthorse.engine.RequestHead;

/**
 * The headers that were there before RFC 7239: {@code X-Forwarded-For} is a list to which each
 * proxy adds, {@code X-Forwarded-Proto}, {@code -Host} and {@code -Port} are mostly single values
 * which a proxy sets, hands on or adds to.
 *
 * <p>Nothing says which of their values belongs to which proxy, so that positions in one list prove
 * nothing about another. What is certain is that the client wrote nothing right of a trusted proxy:
 * of {@code -Proto}, {@code -Host} and {@code -Port} the last value counts, whatever is left of it.
 * That is the nearest proxy's own, or one that it handed on. Where several proxies in a row add to
 * these lists, it is how the last two of them spoke to each other; {@code Forwarded} tells more.
 */
final class XForwarded implements Witness {

  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";
  private static final String PORT = "X-Forwarded-Port";

  private final List<String> lines;
  private int line;
  private String text = "";

  /** The comma behind what comes next, or the end of the line; -1 before the line was begun. */
  private int end = -1;

  private XForwarded(List<String> lines) {
    this.lines = lines;
    this.line = lines.size();
  }

  /** Null if the request has none of these headers with a value. */
  static @Nullable Witness in(RequestHead head) {
    for (String name : List.of(FOR, PROTO, HOST, PORT)) {
      if (!head.headers(name).stream().allMatch(String::isBlank)) {
        return new XForwarded(head.headers(FOR));
      }
    }
    return null;
  }

  @Override
  public boolean hasNext() {
    return end >= 0 || line > 0;
  }

  @Override
  public @Nullable Node next() {
    if (end < 0) {
      text = lines.get(--line);
      end = text.length();
    }
    int comma = text.lastIndexOf(',', end - 1);
    String element = text.substring(comma + 1, end).strip();
    end = comma;
    return Node.tryParse(element);
  }

  @Override
  public Statement statement(RequestHead head) {
    String scheme = last(head, PROTO);
    String host = last(head, HOST);
    String port = last(head, PORT);
    String base = host == null ? head.route().authority() : host;
    if (port == null || base == null || Authority.namesPort(base)) {
      return new Statement(scheme, host);
    }
    Scheme said = scheme == null ? null : Scheme.tryParse(scheme);
    Scheme used = said == null ? Scheme.of(head.route().secure()) : said;
    return new Statement(scheme, port.equals(used.defaultPort()) ? base : base + ":" + port);
  }

  private static @Nullable String last(RequestHead head, String name) {
    List<String> values = head.headers(name);
    if (values.isEmpty()) {
      return null;
    }
    String value = values.get(values.size() - 1);
    String last = value.substring(value.lastIndexOf(',') + 1).strip();
    return last.isEmpty() ? null : last;
  }

  @Override
  public String toString() {
    return "X-Forwarded-*";
  }
}
