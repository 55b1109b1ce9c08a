package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.engine.ClientHandshake;
import org.drafthorse.engine.Opcode;
import org.drafthorse.engine.ProtocolEngine;
import org.drafthorse.engine.Signal;

/**
 * One connection: joins the transport, the engine, the mailbox of the resource and the {@link
 * Output}.
 *
 * <p>The adapter calls the public methods: {@link #open} once, then {@link #received} and {@link
 * #endOfInput} one at a time, on a thread that must not be held up; the others from any thread.
 *
 * <p>How a connection ends. The first reason for it, whichever thread finds it, is kept and put
 * into the mailbox behind all that the client sent before: so replies to earlier messages leave
 * before the close frame, and {@code onClose} is last. TCP is closed when the output is written and
 * the peer has said its close or FIN; after a broken rule we send FIN and read on until the peer's,
 * so that no reset overtakes the close frame; and in any case when the close timeout is over.
 */
public final class ConnectionDriver {

  private final RegisteredResource resource;
  private final ProtocolEngine engine;
  private final Output output;
  private final ClientConnection client;
  private final Callbacks callbacks;
  private final Credit credit;
  private final Deadlines deadlines;
  private final AtomicBoolean paused = new AtomicBoolean();
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private final Account account;

  private volatile @Nullable Transport transport;

  /** Nothing more is read for its content: the peer closed, or broke a rule. */
  private volatile boolean inputDone;

  /** The peer's close frame or FIN is here. */
  private volatile boolean peerDone;

  private final AtomicBoolean outputShut = new AtomicBoolean();

  ConnectionDriver(
      RegisteredResource resource,
      Mailbox mailbox,
      ClientHandshake handshake,
      @Nullable String subprotocol) {
    this.resource = resource;
    this.engine = ProtocolEngine.of(handshake, limits());
    this.output = new Output(this, handshake.version(), resource.runtime().pool());
    this.client = new ClientConnection(this, output, handshake, subprotocol);
    this.credit = new Credit(limits());
    this.callbacks = new Callbacks(this, mailbox, credit);
    this.deadlines = new Deadlines(this, handshake.version(), resource.runtime().clock());
    this.account = new Account(resource.runtime().budget());
  }

  RegisteredResource resource() {
    return resource;
  }

  Limits limits() {
    return resource.options().limits();
  }

  WebSocketConnection client() {
    return client;
  }

  Output output() {
    return output;
  }

  /** Takes over a connection whose handshake was answered. */
  public void open(Transport value) {
    transport = value;
    output.start(value);
    if (released.get()) {
      value.abort();
    } else if (engine.opensAtOnce()) {
      Turn turn = Turn.enter();
      try {
        opened();
      } finally {
        turn.exit();
      }
    }
  }

  /**
   * Bytes came. Big-endian, position to limit; consumed, or left in part when the client has to
   * wait.
   *
   * @return whether to read on. If not, the adapter keeps the rest and comes back with it after
   *     {@link Transport#resumeReading}
   */
  public boolean received(ByteBuffer in) {
    deadlines.read();
    Turn turn = Turn.enter();
    try {
      while (!inputDone) {
        if (mustPause()) {
          return false;
        }
        Signal signal = engine.read(in, turn.scratch());
        if (signal == Signal.NEED_INPUT) {
          return true;
        }
        handle(signal);
      }
      in.position(in.limit());
      return true;
    } finally {
      turn.exit();
      account();
    }
  }

  /** The peer's FIN came: nothing more is to be read. */
  public void endOfInput() {
    if (!callbacks.isOpened()) {
      abort(CloseStatus.ABNORMAL);
      return;
    }
    inputDone = true;
    peerDone = true;
    Turn turn = Turn.enter();
    try {
      endOnIoThread(new Ending(CloseStatus.ABNORMAL, null));
    } finally {
      turn.exit();
    }
    outputMoved();
  }

  /** The network failed, on either side. */
  public void failed(Throwable cause) {
    abort(CloseStatus.ABNORMAL);
  }

  /** The write in progress failed; its buffers are free again. */
  public void writeFailed(Throwable cause) {
    abort(CloseStatus.ABNORMAL);
    output.written();
  }

  /** The write in progress is over. */
  public void written() {
    deadlines.wrote();
    output.written();
  }

  private void handle(Signal signal) {
    switch (signal) {
      case OPENED -> {
        output.sendRaw(engine.data());
        opened();
      }
      case TEXT -> {
        String text = engine.text();
        callbacks.deliver(Callbacks.Kind.TEXT, text, 2L * text.length());
      }
      case BINARY -> callbacks.deliver(Callbacks.Kind.BINARY, engine.data(), engine.data().length);
      case PONG -> callbacks.deliver(Callbacks.Kind.PONG, engine.data(), engine.data().length);
      case PING -> output.sendPong(engine.data());
      case CLOSE -> {
        inputDone = true;
        peerDone = true;
        endOnIoThread(new Ending(engine.closeStatus(), engine.closeStatus()));
        outputMoved();
      }
      case FAILED -> {
        inputDone = true;
        endOnIoThread(new Ending(engine.closeStatus(), engine.closeStatus()));
        outputMoved();
      }
      case NEED_INPUT -> throw new AssertionError("handled by the loop");
    }
  }

  private void opened() {
    deadlines.opened();
    callbacks.opened();
  }

  private boolean mustPause() {
    if (mayRead()) {
      return false;
    }
    output.flush();
    if (mayRead()) {
      return false;
    }
    paused.set(true);
    // Whoever made room before the flag was up did not see it.
    return !(hasRoom() && paused.compareAndSet(true, false));
  }

  private boolean mayRead() {
    return credit.isLeft() && output.queuedBytes() <= limits().maxQueuedBytes() / 2;
  }

  private boolean hasRoom() {
    return inputDone
        || (credit.isPlenty() && output.queuedBytes() <= limits().maxQueuedBytes() / 4);
  }

  boolean isPaused() {
    return paused.get();
  }

  /** Called whenever room was made. */
  void resumeIfRoom() {
    Transport out = transport;
    if (out != null && paused.get() && hasRoom() && paused.compareAndSet(true, false)) {
      deadlines.read();
      out.resumeReading();
    }
  }

  /** An event that waited in the mailbox was handled. */
  void handled() {
    resumeIfRoom();
    if (credit.pendingBytes() == 0) {
      account();
    }
  }

  /** The application closes; the ending follows with the peer's answer. */
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
      end(new Ending(status, null));
    }
  }

  /** Ends the connection now. */
  void abort(CloseStatus status) {
    inputDone = true;
    peerDone = true;
    output.kill();
    end(new Ending(status, null));
    Transport out = transport;
    try {
      if (out != null) {
        out.abort();
      }
      resumeIfRoom();
    } finally {
      release();
    }
  }

  /** The close timeout is over: the last chance for a close frame, and then the end. */
  void closeTimedOut() {
    Ending last = ending.get();
    CloseStatus reply = last == null ? null : last.reply();
    if (reply != null && output.close(reply)) {
      deadlines.closing();
    } else {
      abort(CloseStatus.ABNORMAL);
    }
  }

  private void end(Ending reason) {
    if (ending.compareAndSet(null, reason)) {
      deadlines.closing();
      callbacks.ended(reason);
      resumeIfRoom();
    }
  }

  private void endOnIoThread(Ending reason) {
    if (ending.compareAndSet(null, reason)) {
      deadlines.closing();
      callbacks.deliver(Callbacks.Kind.END, reason, 0);
    }
  }

  /** In the mailbox's turn, when all that came before was handled: what is left to be sent. */
  void sendEnding(Ending reason) {
    CloseStatus reply = reason.reply();
    if (reply == null) {
      output.finish();
    } else {
      output.close(reply);
    }
  }

  void writing() {
    deadlines.wrote();
  }

  /** Called after each write, and whenever the connection may have come to its end. */
  void outputMoved() {
    resumeIfRoom();
    account();
    if (ending.get() == null && !peerDone) {
      return;
    }
    Transport out = transport;
    if (out == null || !output.isDone()) {
      return;
    }
    if (peerDone) {
      out.close();
      release();
    } else if (inputDone && outputShut.compareAndSet(false, true)) {
      out.shutdownOutput();
    }
  }

  void ping() {
    output.send(Opcode.PING, ByteBuffer.allocate(0), 0);
  }

  /** The server stops. */
  void stop() {
    if (callbacks.isOpened()) {
      close(CloseStatus.GOING_AWAY, false);
    } else {
      abort(CloseStatus.GOING_AWAY);
    }
  }

  /** Looks at the clock for this connection. */
  void tick(long now) {
    callbacks.watch(now);
    deadlines.tick(now);
  }

  /** Tells the process's budget what is held here. */
  void account() {
    account.update(heldBytes());
  }

  long heldBytes() {
    return output.queuedBytes() + credit.pendingBytes() + engine.heldBytes();
  }

  private void release() {
    if (released.compareAndSet(false, true)) {
      account.close();
      resource.released(this);
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
