package org.drafthorse.engine.proxy;

import java.util.List;
import java.util.Map;
import org.drafthorse.Nullable;
import org.drafthorse.engine.RequestHead;

/**
 * RFC 7239: each proxy's element says who connected, how, and to which host. Scheme and host are
 * those of the last element that was read, which the outermost trusted proxy wrote.
 */
final class Forwarded implements Witness {

  private static final String NAME = "Forwarded";

  private final ForwardedReader reader;
  private Map<String, String> last = Map.of();

  private Forwarded(List<String> values) {
    this.reader = new ForwardedReader(values);
  }

  /** Null if the request has no such header with a value. */
  static @Nullable Witness in(RequestHead head) {
    List<String> values = head.headers(NAME);
    return values.stream().allMatch(String::isBlank) ? null : new Forwarded(values);
  }

  @Override
  public boolean hasNext() {
    return reader.hasNext();
  }

  @Override
  public @Nullable Node next() {
    Map<String, String> element = reader.next();
    if (element == null) {
      return null;
    }
    String client = element.get("for");
    Node node = client == null ? Node.HIDDEN : Node.tryParse(client);
    if (node != null) {
      last = element;
    }
    return node;
  }

  @Override
  public Statement statement(RequestHead head) {
    return new Statement(last.get("proto"), last.get("host"));
  }

  @Override
  public String toString() {
    return NAME;
  }
}
