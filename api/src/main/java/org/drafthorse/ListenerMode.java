package org.drafthorse;

/** On which thread a resource's callbacks run. The same handler behaves alike in all of them. */
public enum ListenerMode {
  /**
   * On an executor, so callbacks may block. An event that finds the mailbox idle schedules one
   * turn; a busy mailbox is emptied in batches. Unless the executor is the application's own, a
   * server may run them on a thread that reads, as long as they are short, if another thread takes
   * its place as soon as one is not. Of the server's threads no resource takes more than it leaves
   * to the others, and each gets one however many the others hold up. The default.
   */
  EXECUTOR,
  /**
   * On the I/O thread that brings the event: fastest, for callbacks that never block. One that does
   * stalls other connections, and is named in the log.
   */
  DIRECT,
  /** On a thread of the application's, which runs {@link ResourceContext#listener()}. */
  OWN
}
