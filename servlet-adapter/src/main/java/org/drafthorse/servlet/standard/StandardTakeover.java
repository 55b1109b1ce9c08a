package org.drafthorse.servlet.standard;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
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

  /** Takes over for that runtime, in the container of that web application. */
  public StandardTakeover(ServletContext context, WebSocketRuntime runtime) {
    this.runtime = runtime;
    this.container = context.getServerInfo();
  }

  @Override
  public String way() {
    return "through HttpServletRequest.upgrade of " + container;
  }

  /** Undertow makes one space of several, and version 00 counts them. */
  @Override
  public @Nullable Refusal inability(RequestHead head) {
    if (head.header("Sec-WebSocket-Key1") == null || !container.startsWith("Undertow")) {
      return null;
    }
    return new Refusal(501, "version 00 needs the spaces of its keys, which Undertow folds");
  }

  @Override
  public void takeOver(HttpServletRequest request, HttpServletResponse response, Admitted admitted)
      throws IOException, ServletException {
    ByteBuffer first = announced(request);
    admitted.answer().headers().forEach(response::setHeader);
    request
        .upgrade(StandardUpgradeHandler.class)
        .bind(admitted.driver(), runtime::execute, container, first);
  }

  /**
   * The last eight bytes of version 00, if the client announces them as a body: containers pass
   * over a body that nobody reads. Waits for them as long as the container waits for any body.
   */
  private static ByteBuffer announced(HttpServletRequest request) throws IOException {
    int length = Math.max(0, request.getContentLength());
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
