package org.drafthorse.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;

/** What a client puts on the wire after its handshake, valid or not. */
public final class ClientFrames {

  /** The masking key of the examples in RFC 6455, section 5.7. */
  public static final int KEY = 0x37FA213D;

  public static final int FIN = 0x80;

  private static final int MASK = 0x80;

  private ClientFrames() {}

  /** Bytes from hexadecimal digits; white space is for the reader. */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] concat(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : pieces) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }

  public static byte[] text(String message) {
    return frame(FIN | Opcode.TEXT, utf8(message));
  }

  public static byte[] binary(byte... message) {
    return frame(FIN | Opcode.BINARY, message);
  }

  public static byte[] ping(byte... payload) {
    return frame(FIN | Opcode.PING, payload);
  }

  public static byte[] pong(byte... payload) {
    return frame(FIN | Opcode.PONG, payload);
  }

  public static byte[] close(byte... payload) {
    return frame(FIN | Opcode.CLOSE, payload);
  }

  public static byte[] close(int code, String reason) {
    return close(concat(new byte[] {(byte) (code >> 8), (byte) code}, utf8(reason)));
  }

  /** A text message as that version frames it. */
  public static byte[] text(ProtocolVersion version, String message) {
    return text(version, utf8(message));
  }

  /** A text message as that version frames it, of bytes that may be anything. */
  public static byte[] text(ProtocolVersion version, byte[] message) {
    return version.wireFormat() == WireFormat.DRAFT_00
        ? draft00Text(message)
        : frame(FIN | Opcode.TEXT, message);
  }

  /** A close frame without a status, as that version writes it. */
  public static byte[] close(ProtocolVersion version) {
    return version.wireFormat() == WireFormat.DRAFT_00 ? draft00Close() : close();
  }

  /** A frame with that first byte, the shortest length and the {@linkplain #KEY key}. */
  public static byte[] frame(int first, byte[] payload) {
    return frame(first, payload, KEY);
  }

  public static byte[] frame(int first, byte[] payload, int key) {
    return concat(head(first, payload.length, key), mask(payload, key));
  }

  /** The head of a masked frame, with the shortest length, and no payload behind it. */
  public static byte[] head(int first, long length) {
    return head(first, length, KEY);
  }

  private static byte[] head(int first, long length, int key) {
    if (length <= 125) {
      return concat(new byte[] {(byte) first, (byte) (MASK | length)}, fourBytes(key));
    }
    return concat(
        length <= 0xFFFF ? head16(first, (int) length) : head64(first, length), fourBytes(key));
  }

  /** The head up to the key, with the length in 16 bits whether it needs them or not. */
  public static byte[] head16(int first, int length) {
    ByteBuffer head = ByteBuffer.allocate(4).put((byte) first).put((byte) (MASK | 126));
    return head.putShort((short) length).array();
  }

  /** The head up to the key, with the length in 64 bits whether it needs them or not. */
  public static byte[] head64(int first, long length) {
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) first).put((byte) (MASK | 127));
    return head.putLong(length).array();
  }

  /** A short frame as servers write it and clients must not. */
  public static byte[] unmasked(int first, byte... payload) {
    return concat(new byte[] {(byte) first, (byte) payload.length}, payload);
  }

  /** RFC 6455, section 5.3, as the RFC words it: octet i XOR octet i modulo 4 of the key. */
  public static byte[] mask(byte[] payload, int key) {
    byte[] keyBytes = fourBytes(key);
    byte[] masked = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      masked[i] = (byte) (payload[i] ^ keyBytes[i % 4]);
    }
    return masked;
  }

  public static byte[] draft00Text(String message) {
    return draft00Text(utf8(message));
  }

  public static byte[] draft00Text(byte[] message) {
    return concat(new byte[] {0x00}, message, new byte[] {(byte) 0xFF});
  }

  public static byte[] draft00Close() {
    return new byte[] {(byte) 0xFF, 0x00};
  }

  private static byte[] fourBytes(int key) {
    return ByteBuffer.allocate(4).putInt(key).array();
  }
}
