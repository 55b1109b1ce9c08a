package org.drafthorse.wire;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * Handles a message for each permit, and checks that they come in order: the texts are numbers from
 * 0 on, with anything behind a space. {@code end} is answered with what was found.
 */
final class SlowSide implements WebSocketResource {

  private final Semaphore permits = new Semaphore(0);
  private int next;
  private int wrong;

  /** Whether a message is in the handler's hands that may not go on yet. */
  boolean isWaiting() {
    return permits.hasQueuedThreads();
  }

  /** Lets that many more be handled. */
  void permit(int count) {
    permits.release(count);
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    permits.drainPermits();
    next = 0;
    wrong = 0;
  }

  @Override
  public void onText(WebSocketConnection connection, String text) {
    if (text.equals("end")) {
      connection.sendText(next + " messages, " + wrong + " wrong");
      return;
    }
    if (!hasPermit() || !text.startsWith(next + " ")) {
      wrong++;
    }
    next++;
  }

  private boolean hasPermit() {
    try {
      return permits.tryAcquire(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
