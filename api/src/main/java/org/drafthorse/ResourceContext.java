package org.drafthorse;

import java.util.Collection;

/** A registered resource's own handle. Any thread may call every method. */
public interface ResourceContext {

  /** The path under which it is registered. */
  String path();

  /** How it is registered. */
  ResourceOptions options();

  /**
   * The connections from {@code onOpen} to {@code onClose}, as they are now: a live view, safe to
   * walk while clients come and go.
   */
  Collection<WebSocketConnection> connections();

  /** Sends to all {@link #connections()}. */
  Broadcast broadcast();

  /** Sends to these connections, which may belong to any resources and speak any versions. */
  Broadcast broadcast(Collection<? extends WebSocketConnection> receivers);

  /**
   * Runs a task as if it were a callback: after all that waits already, and never at once with one,
   * unless connections have mailboxes of their own. What it throws goes to {@link
   * WebSocketResource#onError}. Never blocks.
   *
   * @return false if it is refused and will not run, as {@link Limits#maxPendingTasks} tasks and
   *     custom messages wait
   * @throws IllegalStateException if the resource is not registered any more
   */
  boolean execute(Runnable task);

  /**
   * Puts a message for {@link WebSocketResource#onCustomMessage} into the mailbox. Never blocks.
   *
   * @return false if it is refused and will not be handled, as {@link Limits#maxPendingTasks} tasks
   *     and custom messages wait
   * @throws IllegalStateException if the resource is not registered any more
   */
  boolean post(Object message);

  /**
   * The listener that a thread of the application's has to run: always the same, until it is
   * closed; then a new one.
   *
   * @throws IllegalStateException if the mode is not {@link ListenerMode#OWN}
   */
  ResourceListener listener();
}
