package org.drafthorse.runtime;

/** Something in a mailbox. */
interface Mail {

  /** Runs it, in the mailbox's turn. Throws nothing. */
  void deliver();

  /** It threw all the same, perhaps before it began. */
  default void failed(Throwable cause) {
    Log.failed("a delivery failed", cause);
  }
}
