package org.drafthorse.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;

/**
 * How a connection ends. Any thread.
 *
 * <p>The first reason for it, whichever thread finds it, is kept and put into the mailbox behind
 * all that the client sent before: so replies to earlier messages leave before the close frame, and
 * {@code onClose} is last. TCP is closed when the output is written and the peer has said its close
 * or FIN; after a broken rule we send FIN and read on until the peer's, so that no reset overtakes
 * the close frame; and in any case when the close timeout is over.
 */
final class Closing {

  private static final VarHandle ENDING;
  private static final VarHandle DONE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ENDING = lookup.findVarHandle(Closing.class, "ending", Ending.class);
      DONE = lookup.findVarHandle(Closing.class, "done", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int OUTPUT_SHUT = 1;
  private static final int GONE = 2;

  /** The peer's close frame is here, not only its FIN. */
  private static final int PEER_CLOSED = 4;

  /** From now on transports may say that the connection failed because we end it. */
  private static final int CUT = 8;

  private final ConnectionDriver driver;
  private final Input input;
  private final Output output;
  private final Callbacks callbacks;
  private final Deadlines deadlines;

  /** Set once. */
  private volatile @Nullable Ending ending;

  /** What is done once, as bits. */
  private volatile int done;

  /** The peer's close frame or FIN is here. */
  private volatile boolean peerDone;

  /** The handler was told, or has nothing to be told. */
  private volatile boolean told;

  /** An Error came between two steps: the next sweep finishes them. */
  private volatile boolean interrupted;

  private volatile boolean evicted;
  private volatile boolean stopping;

  Closing(
      ConnectionDriver driver,
      Input input,
      Output output,
      Callbacks callbacks,
      Deadlines deadlines) {
    this.driver = driver;
    this.input = input;
    this.output = output;
    this.callbacks = callbacks;
    this.deadlines = deadlines;
  }

  /** Whether TCP is closed. */
  boolean isGone() {
    return (done & GONE) != 0;
  }

  /** Why it ends; null before it does. */
  @Nullable
  Ending ending() {
    return ending;
  }

  /** Whether it has begun to end, for whatever reason. */
  boolean isEnding() {
    return ending != null;
  }

  boolean isEvicted() {
    return evicted;
  }

  /** On the I/O thread: the peer's close frame came. */
  void peerClosed(CloseStatus status) {
    peerDone = true;
    boolean unused = isFirst(PEER_CLOSED);
    endOnIoThread(new Ending(status, status));
  }

  /** On the I/O thread: the peer broke a rule. */
  void peerFailed(CloseStatus status) {
    driver.say(status);
    endOnIoThread(new Ending(status, status));
  }

  /** On the I/O thread: the peer's FIN came. */
  void peerGone() {
    if (callbacks.isOpened()) {
      peerDone = true;
      endOnIoThread(new Ending(CloseStatus.ABNORMAL, null));
    } else {
      abort(CloseStatus.ABNORMAL);
    }
  }

  /**
   * The application closes; the ending follows with the peer's answer.
   *
   * @param drop whether what came and was not handled is passed over, and nothing waited for
   */
  boolean close(CloseStatus status, boolean drop) {
    if (drop) {
      callbacks.drop();
    }
    if (!output.close(status)) {
      return false;
    }
    deadlines.closing();
    if (drop) {
      end(new Ending(status, null));
    }
    return true;
  }

  /** This side fails the connection, for a reason that is told to the handler. */
  void fail(CloseStatus status) {
    callbacks.drop();
    if (output.close(status)) {
      driver.say(status);
      end(new Ending(status, null));
    }
  }

  /** Ends the connection now. What came and was not handled is lost, unless the peer had closed. */
  void abort(CloseStatus status) {
    if ((done & (PEER_CLOSED | CUT)) == 0) {
      callbacks.drop();
    }
    cut(status);
  }

  /** The same, whatever the peer did: the application wants no more of it. */
  void abandon() {
    callbacks.drop();
    cut(CloseStatus.ABNORMAL);
  }

  /** What one step throws leaves out none of the others. */
  private void cut(CloseStatus status) {
    boolean unused = isFirst(CUT);
    boolean finished = false;
    try {
      input.finish();
      peerDone = true;
      output.kill();
      finished = true;
    } finally {
      interrupted |= !finished;
      try {
        end(new Ending(status, null));
      } finally {
        abortTransport();
      }
    }
  }

  private void abortTransport() {
    Transport out = driver.transport();
    try {
      if (out != null) {
        out.abort();
      }
      driver.resumeIfRoom();
    } finally {
      goneForGood();
    }
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** Goes through all steps of an abort again that may have been left out. By the sweep. */
  void finishAbort() {
    interrupted = false;
    abort(CloseStatus.ABNORMAL);
    told |= callbacks.isOver();
    release();
  }

  /** Gives the connection up for the memory that it holds. */
  void evict() {
    evicted = true;
    callbacks.drop();
    abort(CloseStatus.of(1013).because("out of memory budget"));
  }

  /** The server stops; a client whose answer is under way is told as soon as it is open. */
  void stop() {
    stopping = true;
    if (callbacks.isOpened()) {
      close(CloseStatus.GOING_AWAY, false);
    } else if (driver.transport() != null && !input.opensAtOnce()) {
      abort(CloseStatus.GOING_AWAY);
    }
  }

  /** The connection has just been opened. */
  void opened() {
    if (stopping) {
      close(CloseStatus.GOING_AWAY, false);
    }
  }

  /** The close timeout is over: the last chance for a close frame, and then the end. */
  void timedOut() {
    Ending last = ending;
    CloseStatus reply = last == null ? null : last.reply();
    if (reply != null && output.close(reply)) {
      deadlines.closing();
    } else if (last == null) {
      abort(CloseStatus.ABNORMAL);
    } else {
      // The peer did end in order, and perhaps the handler is slow.
      cut(CloseStatus.ABNORMAL);
    }
  }

  /** In the mailbox's turn, when all that came before was handled: what is left to be sent. */
  void send(Ending reason) {
    CloseStatus reply = reason.reply();
    if (reply == null) {
      output.finish();
    } else {
      output.close(reply);
    }
  }

  /** Closes TCP if it is time; called whenever it may be. */
  void proceed() {
    Transport out = driver.transport();
    if ((ending == null && !peerDone) || out == null || !output.isDone()) {
      return;
    }
    if (peerDone) {
      out.close();
      goneForGood();
    } else if (input.isDone() && isFirst(OUTPUT_SHUT)) {
      if (!out.shutdownOutput()) {
        deadlines.lingering();
      }
    }
  }

  /** There is no half-close, and the peer sends nothing any more that a reset could answer. */
  void lingered() {
    Transport out = driver.transport();
    if (out != null) {
      out.close();
    }
    goneForGood();
  }

  private boolean isFirst(int what) {
    return ((int) DONE.getAndBitwiseOr(this, what) & what) == 0;
  }

  private void end(Ending reason) {
    if (ENDING.compareAndSet(this, null, reason)) {
      // First, since all else may throw, and then the sweep goes on from there.
      callbacks.ended();
      deadlines.closing();
      driver.resumeIfRoom();
    }
  }

  private void endOnIoThread(Ending reason) {
    input.finish();
    if (ENDING.compareAndSet(this, null, reason)) {
      deadlines.closing();
      callbacks.endedHere();
    }
    proceed();
  }

  /** In the mailbox's turn: the last callback is over. */
  void told() {
    told = true;
    release();
  }

  private void goneForGood() {
    boolean unused = isFirst(GONE);
    driver.gone();
    release();
  }

  /**
   * The place is free when nothing is left of the connection: with a handler that hangs, clients
   * who come again and again would otherwise fill its mailbox beyond all limits.
   */
  private void release() {
    if (told && isGone() && !interrupted) {
      driver.released();
    }
  }

  /**
   * Why a connection ends.
   *
   * @param status for the handler
   * @param reply to send, unless a close frame was sent before; null for none
   */
  record Ending(CloseStatus status, @Nullable CloseStatus reply) {}
}
