package org.drafthorse;

import java.nio.ByteBuffer;

/**
 * The handler of one path: one object serves all its clients.
 *
 * <p><b>Thread.</b> Unless the resource was registered with {@link
 * ResourceOptions.Builder#mailboxPerConnection}, no two callbacks of it run at once, and each sees
 * what the ones before wrote: plain fields need no locks. Only {@link #onHandshake} stands outside.
 * Which thread runs them is the {@link ListenerMode}; in {@link ListenerMode#DIRECT} they must not
 * block.
 *
 * <p><b>Order.</b> For each connection: {@link #onOpen} first, messages as they came, {@link
 * #onClose} exactly once and last. What a client sent before it closed, ended TCP or broke a rule
 * of the protocol is handled first, however long that takes. What a client sent that is lost, by a
 * reset, a write that fails or a timeout before its close frame came, is dropped, as it is on
 * {@link WebSocketConnection#abort} and {@code reject}: only the callback in progress ends, and
 * {@link #onClose} follows.
 *
 * <p><b>Errors.</b> A callback that throws reaches {@link #onError}; its connection is closed with
 * 1011, what it sent and was not handled yet is dropped, and all others go on.
 *
 * <p><b>Output.</b> What callbacks send may wait for what the next ones send: {@link
 * WebSocketConnection} says for how long, and its {@code flush} sends it at once.
 */
public interface WebSocketResource {

  /**
   * The resource was registered; no other callback ran before. On the thread that registers.
   *
   * @param context the resource's own handle, to keep for broadcasts, tasks and custom messages
   */
  default void onRegister(ResourceContext context) {}

  /**
   * A client asks to connect, and its request is valid and its origin allowed. Runs on the
   * container's thread, beside other callbacks, for several clients at once; must not block. Where
   * the resource is {@link ListenerMode#DIRECT}, that thread may be one that serves connections.
   *
   * <p>If it throws, returns null, or agrees on a subprotocol that was not offered, the client gets
   * HTTP status 500, and {@link #onError} is called, on the same thread.
   *
   * @return whether it may, and as what; by default it may
   */
  default HandshakeDecision onHandshake(HandshakeRequest request) {
    return HandshakeDecision.accept();
  }

  /**
   * The connection is open; sending is allowed from here on. {@link WebSocketConnection#reject()}
   * turns the client away and drops what it sent already.
   */
  default void onOpen(WebSocketConnection connection) {}

  /** A whole text message. */
  default void onText(WebSocketConnection connection, String text) {}

  /**
   * A whole binary message.
   *
   * @param data read-only, from position 0; it may be kept
   */
  default void onBinary(WebSocketConnection connection, ByteBuffer data) {}

  /**
   * A pong, asked for or not. Pings are answered without a callback.
   *
   * @param data read-only, at most 125 bytes; it may be kept
   */
  default void onPong(WebSocketConnection connection, ByteBuffer data) {}

  /**
   * The connection is over: nothing can be sent any more, and no callback follows for it.
   *
   * @param status what the peer's close frame said ({@link CloseStatus#NO_STATUS} if it was empty);
   *     or why this side failed the connection, such as 1002, 1007, 1008, 1009 or 1011; or {@link
   *     CloseStatus#ABNORMAL} if the connection was lost. For version 00, whose wire has no codes,
   *     a close by the peer is {@link CloseStatus#NO_STATUS}
   */
  default void onClose(WebSocketConnection connection, CloseStatus status) {}

  /** Something that the application {@linkplain ResourceContext#post posted}. */
  default void onCustomMessage(Object message) {}

  /**
   * A callback or task threw. By default it is logged with its stack trace. On the thread of what
   * threw; what this throws itself is logged.
   *
   * @param connection whose callback it was, which is being closed with 1011; null for a task, a
   *     custom message or a handshake
   */
  default void onError(@Nullable WebSocketConnection connection, Throwable error) {
    String where = connection == null ? "a task or handshake" : "a callback for " + connection;
    System.getLogger(WebSocketResource.class.getName())
        .log(System.Logger.Level.ERROR, getClass().getName() + " failed in " + where, error);
  }
}
