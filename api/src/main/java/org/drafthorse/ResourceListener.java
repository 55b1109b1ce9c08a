package org.drafthorse;

/**
 * Drains the mailbox of a resource in {@link ListenerMode#OWN}, on the thread that calls {@link
 * #run()}: one event at a time, until {@link #close()}.
 *
 * <pre>{@code
 * ResourceListener listener = context.listener();
 * new Thread(listener, "chat").start();
 * ...
 * listener.close();
 * }</pre>
 *
 * <p>While nobody runs it, events wait and clients are read no further than their credit.
 */
public interface ResourceListener extends Runnable, AutoCloseable {

  /**
   * Runs the resource's callbacks on this thread until {@link #close()}, the thread's interruption,
   * or the end of the resource. Events left over wait for the next run.
   *
   * @throws IllegalStateException if another thread runs it already
   */
  @Override
  void run();

  /** Makes {@link #run()} return after the callback in progress. Any thread; idempotent. */
  @Override
  void close();
}
