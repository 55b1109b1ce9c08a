package org.drafthorse.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;

/**
 * Writes down what a server has sent up to the end of the connection, a line for each frame: {@code
 * text …}, {@code binary …}, {@code ping …}, {@code pong …}, {@code close} with its code, if it has
 * one, and {@code end}. What is not a frame is told as it is.
 */
public final class Transcript {

  private static final int LONGEST_SHOWN = 40;
  private static final byte[] TAIL = {0, 0, -1, -1};

  private final List<String> lines = new ArrayList<>();
  private final Inflater inflater = new Inflater(true);
  private final ByteBuffer in;

  private Transcript(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /** The lines for all bytes of a connection that has ended in order. */
  public static List<String> of(ProtocolVersion version, byte[] bytes) {
    Transcript transcript = new Transcript(bytes);
    try {
      while (transcript.in.hasRemaining()) {
        if (version.wireFormat() == WireFormat.HYBI) {
          transcript.readFrame();
        } else {
          transcript.readDraft00();
        }
      }
      transcript.lines.add("end");
    } catch (RuntimeException | DataFormatException e) {
      transcript.lines.add("no frame: " + e);
    } finally {
      transcript.inflater.end();
    }
    return transcript.lines;
  }

  static String text(String text) {
    return "text " + shown(text.getBytes(StandardCharsets.UTF_8), text);
  }

  static String binary(byte[] bytes) {
    return "binary " + shown(bytes, HexFormat.of().formatHex(bytes));
  }

  static String pong(byte[] bytes) {
    return "pong " + shown(bytes, HexFormat.of().formatHex(bytes));
  }

  private static String shown(byte[] bytes, String whole) {
    if (bytes.length <= LONGEST_SHOWN) {
      return whole;
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return bytes.length + " bytes, " + Long.toHexString(sum.getValue());
  }

  private void readFrame() throws DataFormatException {
    int first = in.get() & 0xFF;
    int second = in.get() & 0xFF;
    long length =
        switch (second) {
          case 126 -> in.getShort() & 0xFFFF;
          case 127 -> in.getLong();
          default -> second;
        };
    boolean shortest = second < 126 || length > (second == 126 ? 125 : 0xFFFF);
    byte[] payload = new byte[(int) length];
    in.get(payload);
    boolean deflated = (first & 0xF0) == 0xC0;
    if (((first & 0xF0) != 0x80 && !deflated) || !shortest) {
      lines.add("frame with the head " + Integer.toHexString(first << 8 | second));
      return;
    }
    byte[] plain = deflated ? inflate(payload) : payload;
    lines.add(
        switch (first & 0x0F) {
          case 1 -> text(new String(plain, StandardCharsets.UTF_8));
          case 2 -> binary(plain);
          case 8 ->
              payload.length < 2 ? "close" : "close " + (int) ByteBuffer.wrap(payload).getChar(0);
          case 9 -> "ping " + HexFormat.of().formatHex(payload);
          case 10 -> pong(payload);
          default -> "frame of opcode " + (first & 0x0F);
        });
  }

  private void readDraft00() {
    int type = in.get() & 0xFF;
    if (type == 0xFF) {
      int length = in.get();
      lines.add(length == 0 ? "close" : "FF " + length);
      return;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte b = in.get(); b != (byte) 0xFF; b = in.get()) {
      text.write(b);
    }
    lines.add(type == 0 ? text(text.toString(StandardCharsets.UTF_8)) : "frame type " + type);
  }

  private byte[] inflate(byte[] deflated) throws DataFormatException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[4096];
    for (byte[] each : new byte[][] {deflated, TAIL}) {
      inflater.setInput(each);
      for (int n = inflater.inflate(part); n > 0; n = inflater.inflate(part)) {
        all.write(part, 0, n);
      }
    }
    return all.toByteArray();
  }
}
