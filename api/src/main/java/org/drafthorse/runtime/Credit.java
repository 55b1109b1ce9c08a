package org.drafthorse.runtime;

import org.drafthorse.Limits;

/**
 * How much of one client may wait in a mailbox: spent for each event that is put there, given back
 * for each that is handled, so nothing is lost whatever the events are made of. Any thread.
 */
final class Credit {

  private final int maxMessages;
  private final int maxBytes;
  private int messages;
  private long bytes;

  Credit(Limits limits) {
    this.maxMessages = limits.maxPendingMessages();
    this.maxBytes = limits.maxPendingBytes();
  }

  synchronized void spend(long size) {
    messages++;
    bytes += size;
  }

  synchronized void giveBack(int handled, long size) {
    messages -= handled;
    bytes -= size;
  }

  synchronized boolean isLeft() {
    return messages < maxMessages && bytes < maxBytes;
  }

  /** Whether enough is left to start reading again: half of it, or nothing waits. */
  synchronized boolean isPlenty() {
    return messages <= maxMessages / 2 && bytes <= maxBytes / 2;
  }

  synchronized long pendingBytes() {
    return bytes;
  }
}
