package org.drafthorse.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.drafthorse.CloseStatus;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.SendResult;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.engine.Opcode;
import org.drafthorse.engine.Utf8Validator;

/** A connection as handlers see it: checks what the programmer gives, and hands on. */
final class ClientConnection implements WebSocketConnection {

  private static final int LONGEST_PING = 125;

  private final ConnectionDriver driver;
  private final Output output;
  private final MessageSender sender;
  private final HandshakeRequest handshake;
  private final @Nullable String subprotocol;
  private volatile @Nullable Object attachment;

  ClientConnection(
      ConnectionDriver driver,
      Output output,
      MessageSender sender,
      HandshakeRequest handshake,
      @Nullable String subprotocol) {
    this.driver = driver;
    this.output = output;
    this.sender = sender;
    this.handshake = handshake;
    this.subprotocol = subprotocol;
  }

  MessageSender sender() {
    return sender;
  }

  @Override
  public SendResult sendText(String text) {
    return text(text, 0);
  }

  @Override
  public SendResult sendText(String text, int frameSize) {
    return text(text, checked(frameSize));
  }

  @Override
  public SendResult sendText(ByteBuffer utf8) {
    return sender.send(Opcode.TEXT, checkedUtf8(utf8), 0);
  }

  @Override
  public SendResult sendText(ByteBuffer utf8, int frameSize) {
    return sender.send(Opcode.TEXT, checkedUtf8(utf8), checked(frameSize));
  }

  @Override
  public SendResult sendBinary(ByteBuffer data) {
    return binary(data, 0);
  }

  @Override
  public SendResult sendBinary(ByteBuffer data, int frameSize) {
    return binary(data, checked(frameSize));
  }

  @Override
  public SendResult sendPing(ByteBuffer data) {
    if (data.remaining() > LONGEST_PING) {
      throw new IllegalArgumentException(
          "a ping carries at most 125 bytes, not " + data.remaining());
    }
    if (!version().supports(Feature.PING)) {
      return SendResult.UNSUPPORTED;
    }
    return sender.send(Opcode.PING, data, 0);
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public SendResult close(CloseStatus status) {
    return driver.closing().close(sendable(status), false) ? SendResult.SENT : SendResult.CLOSED;
  }

  @Override
  public SendResult reject(CloseStatus status) {
    return driver.closing().close(sendable(status), true) ? SendResult.SENT : SendResult.CLOSED;
  }

  @Override
  public void abort() {
    driver.closing().abandon();
  }

  @Override
  public boolean isOpen() {
    return output.isOpen();
  }

  @Override
  public long queuedBytes() {
    return output.queuedBytes();
  }

  @Override
  public HandshakeRequest handshake() {
    return handshake;
  }

  @Override
  public @Nullable String subprotocol() {
    return subprotocol;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object value) {
    attachment = value;
  }

  /** Says who and where, and nothing that the client wrote, so that a log can have it. */
  @Override
  public String toString() {
    return driver.resource().path()
        + " "
        + handshake.host()
        + ":"
        + handshake.port()
        + (version() == ProtocolVersion.V00 ? " v00" : " v" + version().number());
  }

  static ByteBuffer encode(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuffer checkedUtf8(ByteBuffer utf8) {
    if (!Utf8Validator.isValid(utf8)) {
      throw new IllegalArgumentException("the bytes are not UTF-8");
    }
    return utf8;
  }

  private SendResult text(String text, int frameSize) {
    Turn turn = Turn.current();
    if (turn == null) {
      return sender.send(Opcode.TEXT, encode(text), frameSize);
    }
    ByteBuffer utf8 = turn.encode(text);
    try {
      return sender.send(Opcode.TEXT, utf8, frameSize);
    } finally {
      turn.encoded(utf8);
    }
  }

  private SendResult binary(ByteBuffer data, int frameSize) {
    Objects.requireNonNull(data, "data");
    if (!version().supports(Feature.BINARY)) {
      return SendResult.UNSUPPORTED;
    }
    return sender.send(Opcode.BINARY, data, frameSize);
  }

  private static int checked(int frameSize) {
    if (frameSize < 1) {
      throw new IllegalArgumentException("a frame size is at least 1, not " + frameSize);
    }
    return frameSize;
  }

  private static CloseStatus sendable(CloseStatus status) {
    if (!Objects.requireNonNull(status).isSendable()) {
      throw new IllegalArgumentException("a server may not send status code " + status.code());
    }
    return status;
  }
}
