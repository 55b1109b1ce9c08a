package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.engine.ClientHandshake;
import org.drafthorse.engine.Opcode;
import org.drafthorse.engine.ProtocolEngine;
import org.drafthorse.engine.Signal;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.engine.deflate.MessageInflater;

/**
 * One connection, as its adapter sees it: joins the transport, the {@link Input} with its engine,
 * the mailbox of the resource, and the {@link Output}; {@link Closing} says how it ends.
 *
 * <p>The adapter calls the public methods: {@link #open} once, then {@link #received} and {@link
 * #endOfInput} one at a time, on a thread that must not be held up; the others from any thread.
 */
public final class ConnectionDriver {

  private final RegisteredResource resource;
  private final Input input;
  private final Output output;
  private final MessageSender sender;
  private final ClientConnection client;
  private final Callbacks callbacks;
  private final Deadlines deadlines;
  private final Closing closing;
  private final Account account;
  private volatile @Nullable Transport transport;

  /** Something was thrown where nothing may be: to be ended, whatever state it is in. */
  private volatile boolean broken;

  /** The transport's word that a write is over came to nothing. */
  private volatile boolean writeEnded;

  /** How many steps of letting go are done: each is done once, and again if it threw. */
  private int letGo;

  ConnectionDriver(
      RegisteredResource resource,
      Mailbox mailbox,
      ClientHandshake handshake,
      @Nullable String subprotocol,
      @Nullable DeflateAgreement agreement) {
    this.resource = resource;
    WebSocketRuntime runtime = resource.runtime();
    this.output = new Output(this, handshake.version(), runtime.pool());
    Compression compression = runtime.compression();
    MessageInflater inflater = compression.inflater(agreement);
    ProtocolEngine engine = ProtocolEngine.of(handshake, limits(), inflater, runtime.arrays());
    this.input = new Input(this, engine, output);
    this.sender =
        new MessageSender(this, output, compression, agreement, resource.options().deflate());
    this.client = new ClientConnection(this, output, sender, handshake, subprotocol);
    this.callbacks = new Callbacks(this, mailbox, input.credit());
    this.deadlines = new Deadlines(this, handshake.version(), runtime.clock());
    this.closing = new Closing(this, input, output, callbacks, deadlines);
    this.account = new Account(runtime.budget());
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

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  Closing closing() {
    return closing;
  }

  @Nullable
  Transport transport() {
    return transport;
  }

  /** Takes over a connection whose handshake was answered. */
  public void open(Transport value) {
    transport = value;
    try {
      if (closing.isGone()) {
        value.abort();
      } else if (input.opensAtOnce()) {
        inTurn(this::opened);
      }
    } catch (Throwable e) {
      broken(e);
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
    if (broken) {
      in.position(in.limit());
      return true;
    }
    try {
      deadlines.read();
      Turn turn = Turn.enter();
      try {
        return input.read(in, turn);
      } finally {
        turn.exit();
        account();
      }
    } catch (Throwable e) {
      in.position(in.limit());
      broken(e);
      return true;
    }
  }

  /**
   * Whether callbacks that may block have hardly done so of late: then {@link #lead} is worth it.
   * Any thread.
   */
  public boolean isQuick() {
    return callbacks.areQuick();
  }

  /**
   * Reads, and then runs on this very thread the callbacks that it led to, where otherwise another
   * would be woken for them. They may block all the same: an adapter that calls this has a thread
   * ready to take the caller's place.
   *
   * @param reading calls {@link #received}, and lets the next reading begin on any thread
   */
  public void lead(Runnable reading) {
    Turn.lead(reading);
  }

  /** The peer's FIN came: nothing more is to be read. */
  public void endOfInput() {
    try {
      inTurn(closing::peerGone);
    } catch (Throwable e) {
      broken(e);
    }
  }

  /** The network failed, on either side, or the adapter did. */
  public void failed(@Nullable Throwable cause) {
    Log.transportFailed(this, cause);
    abort();
  }

  /** The write in progress failed; its buffers are free again. */
  public void writeFailed(Throwable cause) {
    Log.transportFailed(this, cause);
    abort();
    written();
  }

  /** The write in progress is over. */
  public void written() {
    try {
      try {
        deadlines.wrote();
      } finally {
        output.written();
      }
    } catch (Throwable e) {
      writeEnded = true;
      broken(e);
    }
  }

  private void abort() {
    try {
      closing.abort(CloseStatus.ABNORMAL);
    } catch (Throwable e) {
      broken(e);
    }
  }

  private static void inTurn(Runnable work) {
    Turn turn = Turn.enter();
    try {
      work.run();
    } finally {
      turn.exit();
    }
  }

  /**
   * Something was thrown where nothing may be: ends this connection, and says why. Where that fails
   * for the same reason, such as a full stack, the next sweep does it. Any thread.
   */
  void broken(Throwable cause) {
    boolean first = !broken;
    broken = true;
    if (cause instanceof StackOverflowError) {
      // There is room for what is thrown, and for little else.
      return;
    }
    try {
      closing.abandon();
    } finally {
      if (first) {
        Log.failed("an error ends " + client, cause);
      }
    }
  }

  /** In the reading thread's turn. */
  void handle(Signal signal, ProtocolEngine engine) {
    switch (signal) {
      case OPENED -> {
        output.sendRaw(engine.data());
        opened();
      }
      case TEXT -> callbacks.bring(Callbacks.Kind.TEXT, engine.text(), engine.textBytes());
      case BINARY -> callbacks.bring(Callbacks.Kind.BINARY, engine.data(), engine.data().length);
      case PONG -> {
        deadlines.pong();
        callbacks.bring(Callbacks.Kind.PONG, engine.data(), engine.data().length);
      }
      case PING -> output.sendPong(engine.data());
      case CLOSE -> closing.peerClosed(engine.closeStatus());
      case FAILED -> closing.peerFailed(engine.closeStatus());
      case NEED_INPUT -> throw new AssertionError("the reader's own");
    }
  }

  private void opened() {
    deadlines.opened();
    callbacks.opened();
    closing.opened();
  }

  /** Called whenever room was made for more input. */
  void resumeIfRoom() {
    Transport out = transport;
    if (out != null && input.endPause()) {
      deadlines.read();
      out.resumeReading();
    }
  }

  /** An event that waited in the mailbox was handled. */
  void handled() {
    resumeIfRoom();
    if (input.credit().pendingBytes() == 0) {
      account();
    }
  }

  /** Hands the output's next write to the transport. */
  void write(ByteBuffer[] buffers) {
    deadlines.wrote();
    Transport out = transport;
    if (out != null) {
      out.write(buffers);
    }
  }

  /** Called after each write, and whenever all may be written. */
  void outputMoved() {
    resumeIfRoom();
    account();
    closing.proceed();
  }

  /** Tells the operator that this side closes. */
  void say(CloseStatus status) {
    Log.closed(resource.runtime().flood(), this, status);
  }

  /** It has read some of what was written, or the system could not have taken more. */
  void peerRead() {
    deadlines.peerRead();
  }

  /** Has the transport try the write in progress again. */
  void retryWrite() {
    Transport out = transport;
    if (out != null) {
      out.retryWrite();
    }
  }

  /** What waits to be sent says as much as a ping, and a full queue must not end an idle client. */
  void ping() {
    if (output.queuedBytes() == 0) {
      SendResult unused = sender.send(Opcode.PING, ByteBuffer.allocate(0), 0);
    }
  }

  /** Looks at the clock for this connection. */
  void tick(long now) {
    callbacks.watch(now);
    callbacks.endAgainIfLost();
    if (broken || closing.isInterrupted() || output.isDead()) {
      closing.finishAbort();
    } else if (!closing.isGone()) {
      output.flushForgotten();
      deadlines.tick(now);
    }
  }

  long heldBytes() {
    return output.ownBytes() + input.heldBytes();
  }

  /** TCP is closed: lets go of what reading and sending need. */
  synchronized void gone() {
    if (letGo == 0) {
      input.close();
      letGo = 1;
    }
    if (letGo == 1) {
      sender.close();
      letGo = 2;
    }
    if (letGo == 2) {
      resource.runtime().clients().gone();
      letGo = 3;
    }
    account();
  }

  /** It was not admitted, and has no place. */
  synchronized void discard() {
    letGo = 6;
    input.close();
    sender.close();
    callbacks.discard();
  }

  /** The connection is over as well, and its place is free. */
  synchronized void released() {
    gone();
    if (letGo == 3) {
      output.kill();
      // Whoever was sending, and was to let go, may have had no room to.
      sender.close();
      if (writeEnded) {
        output.endWrite();
      }
      account.close();
      letGo = 4;
    }
    if (letGo == 4) {
      resource.unreserve();
      letGo = 5;
    }
    if (letGo == 5) {
      resource.runtime().clients().released(this);
      letGo = 6;
    }
  }

  /** Tells the process's budget what is held here. */
  private void account() {
    account.update(heldBytes());
  }
}
