package org.drafthorse.engine;

import java.net.InetSocketAddress;
import org.drafthorse.Nullable;

/**
 * How a client reached this server, as far as that is certain.
 *
 * @param client its address, and its port or 0 if that is not known
 * @param secure whether the client itself used TLS
 * @param authority the host, and perhaps the port, that the client named; null if it named none
 */
public record Route(InetSocketAddress client, boolean secure, @Nullable String authority) {}
