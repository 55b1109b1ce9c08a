package org.drafthorse.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.drafthorse.CloseStatus;
import org.drafthorse.Nullable;

/** A TCP connection that a test writes on and reads from byte by byte; each read has a deadline. */
public final class WireSocket implements AutoCloseable, WireStream {

  /** A frame of versions 7, 8 and 13. */
  public static final class Frame {
    private final int first;
    private final byte[] payload;

    Frame(int first, byte[] payload) {
      this.first = first;
      this.payload = payload;
    }

    static Frame read(DataInputStream in) throws IOException {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      long length = second;
      if (second == 126) {
        length = in.readUnsignedShort();
      } else if (second == 127) {
        length = in.readLong();
      }
      byte[] payload = new byte[Math.toIntExact(length)];
      in.readFully(payload);
      return new Frame(first, payload);
    }

    boolean isLast() {
      return (first & 0x80) != 0;
    }

    int opcode() {
      return first & 0x0F;
    }

    /** Whether it is a close frame. */
    public boolean isClose() {
      return opcode() == 8;
    }

    byte[] payload() {
      return payload.clone();
    }

    /** The payload as text. */
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** What the close frame says; 1005 if nothing. */
    public int closeCode() {
      return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    @Override
    public String toString() {
      return "frame " + first + " " + text();
    }
  }

  private final Socket socket;
  private final DataInputStream in;

  WireSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) Await.PATIENCE.toMillis());
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
  }

  /** Connects, and says nothing. */
  public static WireSocket connect(int port) throws IOException {
    return new WireSocket(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects, and shakes hands for that resource. */
  public static WireSocket open(int port, Handshake handshake) throws IOException {
    WireSocket socket = connect(port);
    socket.send(handshake.bytes());
    socket.expectOpen(handshake);
    return socket;
  }

  /** Reads the answer that lets this handshake in. */
  void expectOpen(Handshake handshake) throws IOException {
    String head = readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("not let in: " + head);
    }
    handshake.check(this);
  }

  /** Sends bytes. */
  @Override
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends ASCII, or Latin 1. */
  public void send(String latin1) throws IOException {
    send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  void sendByteByByte(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      socket.getOutputStream().write(b);
    }
  }

  /** The head of an answer. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** The status of an answer, with its head. */
  public int readStatus() throws IOException {
    return Integer.parseInt(readHead().substring(9, 12));
  }

  @Override
  public int readSome(byte[] to) throws IOException {
    return in.read(to);
  }

  /** The server closes TCP first. */
  @Override
  public void finish() throws IOException {
    awaitGone();
    close();
  }

  byte[] read(int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  /** The next frame. */
  public Frame readFrame() throws IOException {
    return Frame.read(in);
  }

  /** The text of the next frame of version 00. */
  String readDraft00Text() throws IOException {
    String text = readDraft00TextOrClose();
    if (text == null) {
      throw new AssertionError("a close frame instead of text");
    }
    return text;
  }

  /** The text of the next frame of version 00, or null if it is the close frame. */
  @Nullable
  String readDraft00TextOrClose() throws IOException {
    int type = in.readUnsignedByte();
    if (type == 0xFF && in.readUnsignedByte() == 0) {
      return null;
    }
    if (type != 0) {
      throw new AssertionError("no frame of version 00");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != 0xFF; b = in.readUnsignedByte()) {
      text.write(b);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** All that comes before the server's FIN. */
  public byte[] readToEnd() throws IOException {
    return in.readAllBytes();
  }

  /** Whether the server's FIN, and nothing else, comes next. */
  public boolean ends() throws IOException {
    try {
      in.readByte();
      return false;
    } catch (EOFException e) {
      return true;
    }
  }

  /** Waits for FIN or reset, whatever comes before. */
  public void awaitGone() {
    try {
      long ignored = in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection does not end", e);
    } catch (IOException e) {
      // A reset ends it as well.
    }
  }

  /** Says goodbye in order, as versions 7, 8 and 13 do. */
  public void closeInOrder() throws IOException {
    send(Frames.close(CloseStatus.NORMAL));
    Frame answer = readFrame();
    if (answer.closeCode() != 1000 || !ends()) {
      throw new AssertionError("the close was not answered: " + answer);
    }
    close();
  }

  /** Sends FIN. */
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Sends RST instead of FIN. */
  @Override
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    if (socket instanceof SSLSocket && !socket.isClosed()) {
      // The longest that it waits for a thread that is still writing.
      socket.setSoLinger(true, 1);
    }
    socket.close();
  }
}
