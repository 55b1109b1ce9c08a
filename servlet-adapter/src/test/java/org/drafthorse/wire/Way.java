package org.drafthorse.wire;

import org.drafthorse.ListenerMode;

/** One way to meet the contract: which client comes to which server, over what, and to whom. */
record Way(Place place, Carrier carrier, ClientKind client, ListenerMode mode) {

  /** The row of the table. */
  String row() {
    return row(place, carrier);
  }

  static String row(Place place, Carrier carrier) {
    return carrier == Carrier.TCP ? place.title() : place.title() + ", " + carrier;
  }

  @Override
  public String toString() {
    return row() + ", " + client + ", " + mode;
  }
}
