package org.drafthorse.runtime;

import org.drafthorse.Nullable;

/** Something that an executor is to run, and that waits in {@link RefusedOffers} if it will not. */
abstract class Offer {

  /** The next of those that wait; {@link RefusedOffers}' own, as is the other. */
  @Nullable Offer behind;

  boolean waits;

  /** Offers it to its executor once more, if it has not been run meanwhile. */
  abstract void offerAgain();

  /** Whose it is, for the log. */
  @Override
  public abstract String toString();
}
