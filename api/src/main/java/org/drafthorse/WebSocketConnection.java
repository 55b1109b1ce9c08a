package org.drafthorse;

import java.nio.ByteBuffer;

/**
 * One client of a resource.
 *
 * <p><b>Thread.</b> Every method may be called from any thread, at any time, before and after the
 * end of the connection.
 *
 * <p><b>Sending.</b> A send never blocks, and never throws because of the peer: it returns a {@link
 * SendResult}. Messages go out in the order of the calls, and the frames of one message stay
 * together. Sent within a callback, they leave with what the next ones send: in {@link
 * ListenerMode#DIRECT} when all that one read brought is handled, otherwise when no other event
 * waits in the mailbox, or after a tenth of a second or two; sooner by {@link #flush}, or when much
 * is queued. Sent elsewhere, they leave at once. Buffers are copied before the call returns, and
 * their position is not moved.
 *
 * <p><b>After close.</b> From the first {@code close}, {@code reject} or {@code abort}, or the
 * peer's, every send returns {@link SendResult#CLOSED}.
 */
public interface WebSocketConnection {

  /** Sends a text message; an unpaired surrogate goes out as a question mark. */
  SendResult sendText(String text);

  /**
   * Sends a text message in frames of at most {@code frameSize} bytes of payload. Version 00 knows
   * no fragments and sends one frame.
   *
   * @throws IllegalArgumentException if the size is below 1
   */
  SendResult sendText(String text, int frameSize);

  /**
   * Sends a text message that is UTF-8 already.
   *
   * @throws IllegalArgumentException if the bytes are not UTF-8
   */
  SendResult sendText(ByteBuffer utf8);

  /**
   * Sends a text message that is UTF-8 already, in frames of at most {@code frameSize} bytes.
   *
   * @throws IllegalArgumentException if the bytes are not UTF-8, or the size is below 1
   */
  SendResult sendText(ByteBuffer utf8, int frameSize);

  /** Sends a binary message; {@link SendResult#UNSUPPORTED} on version 00. */
  SendResult sendBinary(ByteBuffer data);

  /**
   * Sends a binary message in frames of at most {@code frameSize} bytes of payload.
   *
   * @throws IllegalArgumentException if the size is below 1
   */
  SendResult sendBinary(ByteBuffer data, int frameSize);

  /**
   * Sends a ping; the answer comes to {@link WebSocketResource#onPong}. {@link
   * SendResult#UNSUPPORTED} on version 00.
   *
   * @param data at most 125 bytes, as the pong will carry them
   * @throws IllegalArgumentException if the data is longer
   */
  SendResult sendPing(ByteBuffer data);

  /** Sends on its way what callbacks have queued for this client, without waiting for their end. */
  void flush();

  /** Starts the closing handshake with {@link CloseStatus#NORMAL}. */
  default SendResult close() {
    return close(CloseStatus.NORMAL);
  }

  /**
   * Starts the closing handshake: what was sent before goes out, then the close frame (RFC 6455,
   * section 7.1.2). Messages of the peer that are under way are still handled; {@link
   * WebSocketResource#onClose} follows when it answers, or when the close timeout is over. Version
   * 00 carries no code.
   *
   * @return {@link SendResult#CLOSED} if the connection was closing already
   * @throws IllegalArgumentException if the code is not {@linkplain CloseStatus#isSendable
   *     sendable}
   */
  SendResult close(CloseStatus status);

  /** Turns the client away with {@link CloseStatus#POLICY_VIOLATION}; see the other form. */
  default SendResult reject() {
    return reject(CloseStatus.POLICY_VIOLATION);
  }

  /**
   * Closes and drops what this client sent and was not handled yet: after this, the only callback
   * for it is {@link WebSocketResource#onClose}.
   *
   * @throws IllegalArgumentException if the code is not {@linkplain CloseStatus#isSendable
   *     sendable}
   */
  SendResult reject(CloseStatus status);

  /**
   * Ends the connection now, without a close frame. What is queued is lost, and so is what this
   * client sent and was not handled yet.
   */
  void abort();

  /** Whether a send may still be taken. */
  boolean isOpen();

  /** Bytes that were sent and the network has not taken yet. */
  long queuedBytes();

  /** What the client asked for when it connected; stays readable after the end. */
  HandshakeRequest handshake();

  /** The subprotocol that was agreed on, or null. */
  @Nullable
  String subprotocol();

  /** The version that this client speaks. */
  default ProtocolVersion version() {
    return handshake().version();
  }

  /** What was last given to {@link #attach}, or null. */
  @Nullable
  Object attachment();

  /** Keeps an object with the connection, for instance the user's name. Visible to all threads. */
  void attach(@Nullable Object attachment);
}
