package org.drafthorse.servlet.standard;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.drafthorse.Nullable;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.runtime.Admission.Admitted;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.Takeover;

/**
 * Takes connections over with {@code HttpServletRequest.upgrade} (Servlet 6.0, section 2.3.3.5).
 */
public final class StandardTakeover implements Takeover {

  private final WebSocketRuntime runtime;
  private final String container;
  private final boolean undertow;

  /** Takes over for that runtime, in the container of that web application. */
  public StandardTakeover(ServletContext context, WebSocketRuntime runtime) {
    this.runtime = runtime;
    this.container = context.getServerInfo();
    this.undertow = container.startsWith("Undertow");
  }

  @Override
  public String way() {
    return "through HttpServletRequest.upgrade of " + container;
  }

  /**
   * Undertow makes one space of several, and version 00 counts them; and where a 100 is expected,
   * it sends the 101, closes the connection and tells nobody.
   */
  @Override
  public @Nullable Refusal inability(RequestHead head) {
    if (!undertow) {
      return null;
    }
    if (head.header("Sec-WebSocket-Key1") != null) {
      return new Refusal(501, "version 00 needs the spaces of its keys, which Undertow folds");
    }
    return head.header("Expect") == null
        ? null
        : new Refusal(417, "Undertow upgrades no request with an Expect header");
  }

  @Override
  public void takeOver(HttpServletRequest request, HttpServletResponse response, Admitted admitted)
      throws IOException, ServletException {
    ByteBuffer first = announced(request);
    admitted.answer().headers().forEach(response::setHeader);
    StandardUpgradeHandler handler = request.upgrade(StandardUpgradeHandler.class);
    if (!undertow) {
      // Filters around ours could still put an error in its place, which Tomcat would send, to hand
      // the connection over all the same; once it is out, an error of theirs ends the connection.
      // Undertow itself looks at the status.
      commit(response);
    }
    handler.bind(admitted.driver(), runtime::execute, container, first);
  }

  /** Wrappers have to hear of it, but some keep it to themselves. */
  private static void commit(HttpServletResponse response) throws IOException {
    response.flushBuffer();
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper wrapper) {
      inner = wrapper.getResponse();
    }
    inner.flushBuffer();
  }

  /**
   * The last eight bytes of version 00, if the client announces them as a body: containers pass
   * over a body that nobody reads. Waits for them as long as the container waits for any body.
   */
  private static ByteBuffer announced(HttpServletRequest request) throws IOException {
    int length = request.getContentLength();
    if (length <= 0) {
      return ByteBuffer.allocate(0);
    }
    byte[] body = request.getInputStream().readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the client left during its handshake");
    }
    return ByteBuffer.wrap(body);
  }

  @Override
  public void close() {
    // The container knows nothing of us.
  }
}
