package org.drafthorse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a client of HTTP/2 says, byte by byte; everything on stream 1, and HPACK without tables. */
final class Http2Words {

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private Http2Words() {}

  static String request(int flags, boolean tls, String method, String path, String... more) {
    String block =
        literal(":method", method)
            + literal(":scheme", tls ? "https" : "http")
            + literal(":path", path)
            + literal(":authority", "localhost")
            + String.join("", more);
    return frame(1, flags, 1, block);
  }

  static String literal(String name, String value) {
    return "\0" + (char) name.length() + name + (char) value.length() + value;
  }

  /** Of a payload below 256 bytes. */
  static String frame(int type, int flags, int stream, String payload) {
    return "\0\0"
        + (char) payload.length()
        + (char) type
        + (char) flags
        + "\0\0\0"
        + (char) stream
        + payload;
  }

  /**
   * The payload of the first frame of that type with these flags; what is before is passed over.
   */
  static String awaitFrame(InputStream in, String typeAndFlags) throws IOException {
    while (true) {
      String head = new String(in.readNBytes(9), StandardCharsets.ISO_8859_1);
      assertThat(head).hasSize(9);
      int length = head.charAt(0) << 16 | head.charAt(1) << 8 | head.charAt(2);
      String payload = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      if (head.startsWith(typeAndFlags, 3)) {
        return payload;
      }
    }
  }
}
