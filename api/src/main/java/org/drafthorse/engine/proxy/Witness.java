package org.drafthorse.engine.proxy;

import org.drafthorse.Nullable;
import org.drafthorse.engine.RequestHead;

/** A family of headers in which proxies tell about clients. For one request, on one thread. */
interface Witness {

  /** Whether there is more to the left. */
  boolean hasNext();

  /**
   * Who connected to the proxy that wrote the next element to the left. Null if the element is
   * malformed: then it counts for nothing, and it is not asked again.
   */
  @Nullable
  Node next();

  /** What it says about the scheme and the host, after it was asked for all that can be trusted. */
  Statement statement(RequestHead head);

  /**
   * What proxies say, as written.
   *
   * @param scheme null for nothing
   * @param authority null for nothing
   */
  record Statement(@Nullable String scheme, @Nullable String authority) {}
}
