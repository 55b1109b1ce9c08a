package org.drafthorse.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where the load goes: a port of 127.0.0.1. */
record Target(int port, boolean bareTcp) {

  InetSocketAddress address() {
    return new InetSocketAddress(loopback(1), port);
  }

  /** An address of 127.0.0.0/24, all of which are this machine's. */
  static InetAddress loopback(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
