package org.drafthorse.runtime;

/** Something in a mailbox. */
interface Mail {

  /** Runs it, in the mailbox's turn. Throws nothing. */
  void deliver();
}
