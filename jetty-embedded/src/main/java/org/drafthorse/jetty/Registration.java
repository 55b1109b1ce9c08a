package org.drafthorse.jetty;

import org.drafthorse.Nullable;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketResource;

/**
 * A resource that a server is to have from the start.
 *
 * @param options null for the server's
 */
record Registration(WebSocketResource handler, @Nullable ResourceOptions options) {

  ResourceOptions optionsOr(ResourceOptions defaults) {
    return options == null ? defaults : options;
  }
}
