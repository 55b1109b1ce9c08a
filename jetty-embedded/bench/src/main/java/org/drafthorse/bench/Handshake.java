package org.drafthorse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A client's opening handshake, on a blocking connection. */
final class Handshake {

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String ACCEPT = accept();
  private static final int LONGEST_ANSWER = 8192;

  private Handshake() {}

  static byte[] request(String path, int port) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Key: "
            + KEY
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends the request and reads the answer, and nothing behind it. */
  static void perform(OutputStream out, InputStream in, byte[] request) throws IOException {
    out.write(request);
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n", Math.max(0, answer.length() - 4)) < 0) {
      int b = in.read();
      if (b < 0 || answer.length() == LONGEST_ANSWER) {
        throw new IOException("the handshake breaks off after: " + answer);
      }
      answer.append((char) b);
    }
    if (answer.indexOf("HTTP/1.1 101 ") != 0 || answer.indexOf(ACCEPT) < 0) {
      throw new IOException("the handshake was answered by: " + answer);
    }
  }

  private static String accept() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((KEY + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
