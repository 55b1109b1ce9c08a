package org.drafthorse.jetty;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file that is served from memory. */
final class StaticPage {

  private final String contentType;
  private final byte[] content;

  private StaticPage(String contentType, byte[] content) {
    this.contentType = contentType;
    this.content = content;
  }

  /** A line of plain ASCII text. */
  static StaticPage ofText(String line) {
    byte[] content = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    return new StaticPage("text/plain;charset=us-ascii", content);
  }

  /** Reads a file that lies beside this class. */
  static StaticPage ofResource(String name, String contentType) {
    try (InputStream in = StaticPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new StaticPage(contentType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(HttpServletResponse response) throws IOException {
    response.setContentType(contentType);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }
}
