package org.drafthorse.servlet.jetty;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;
import org.drafthorse.engine.OpeningHandshake;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.runtime.Admission;
import org.drafthorse.runtime.Admission.Admitted;
import org.drafthorse.runtime.Admission.Refused;
import org.drafthorse.runtime.WebSocketRuntime;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/**
 * Answers WebSocket requests of HTTP/1 before there is a servlet request, as the filter does, and
 * leaves all others to the handler that it wraps: for a server whose every path is ours.
 *
 * <p>Jetty may call it on the selector's thread. There it lets clients in to resources that promise
 * not to block; all else waits for a thread of the server's.
 */
public final class UpgradeHandler extends Handler.Wrapper {

  /**
   * The most that a connection reads at once, in bytes, where the connector's pool keeps buffers as
   * large: two messages of 64 KiB with their heads, in units of Jetty's pools. More no longer fits
   * a processor's cache beside what is made of it.
   */
  public static final int MOST_READ_BYTES = 33 * 4096;

  private static final String CONNECT = "CONNECT";

  /** Answers a request. */
  private interface Task {
    void run() throws Exception;
  }

  private final WebSocketRuntime runtime;
  private final InvocationType type;

  /**
   * Serves the resources of that runtime.
   *
   * @param others for all other requests
   * @param type NON_BLOCKING for selectors' threads to call it
   */
  public UpgradeHandler(WebSocketRuntime runtime, Handler others, InvocationType type) {
    super(others);
    this.runtime = runtime;
    this.type = type;
  }

  @Override
  public InvocationType getInvocationType() {
    return type;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!asksForWebSocket(request)) {
      handOn(request, callback, () -> others(request, response, callback));
      return true;
    }
    String name = resourceName(request);
    if (runtime.admitsAtOnce(name)) {
      admit(request, name, response, callback);
    } else {
      handOn(request, callback, () -> admit(request, name, response, callback));
    }
    return true;
  }

  private void others(Request request, Response response, Callback callback) throws Exception {
    if (!super.handle(request, response, callback)) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
  }

  /** Runs what may block, on another thread if this one may not. */
  private void handOn(Request request, Callback callback, Task task) throws Exception {
    if (type != InvocationType.NON_BLOCKING) {
      task.run();
      return;
    }
    request
        .getComponents()
        .getExecutor()
        .execute(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                callback.failed(e);
              }
            });
  }

  private static boolean asksForWebSocket(Request request) {
    return !request.getMethod().equals(CONNECT)
        && OpeningHandshake.asksForWebSocket(
            request.getHeaders().getValuesList(HttpHeader.UPGRADE));
  }

  private void admit(Request request, String name, Response response, Callback callback) {
    Admission admission = runtime.admit(head(request, name));
    if (admission instanceof Refused refused) {
      refuse(response, refused.refusal(), callback);
      return;
    }
    Admitted admitted = (Admitted) admission;
    try {
      response.setStatus(admitted.answer().status());
      admitted.answer().headers().forEach(response.getHeaders()::put);
      HttpUpgrade.prepare(request, admitted);
    } catch (Throwable e) {
      admitted.driver().failed(e);
      throw e;
    }
    // Not left to the callback: in 12.1.12 a last write of Jetty's own may end the exchange twice,
    // if it is over while the thread that called this handler is about to leave it.
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }

  private static void refuse(Response response, Refusal refusal, Callback callback) {
    response.setStatus(refusal.status());
    HttpFields.Mutable headers = response.getHeaders();
    refusal.headers().forEach(headers::put);
    // What follows the request may be meant for a WebSocket, and is no request in any case.
    headers.put(HttpHeader.CONNECTION, "close");
    headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=us-ascii");
    byte[] body = (refusal.reason() + "\n").getBytes(StandardCharsets.US_ASCII);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** The path, decoded. */
  private static String resourceName(Request request) {
    return orEmpty(URIUtil.decodePath(Request.getPathInContext(request)));
  }

  private static RequestHead head(Request request, String name) {
    HttpFields fields = request.getHeaders();
    String[] headers = new String[2 * fields.size()];
    int at = 0;
    for (HttpField field : fields) {
      headers[at++] = field.getName();
      headers[at++] = orEmpty(field.getValue());
    }
    HttpURI uri = request.getHttpURI();
    RequestHead.Builder head =
        RequestHead.builder()
            .method(request.getMethod())
            .protocol(request.getConnectionMetaData().getProtocol())
            .target(name, orEmpty(uri.getPath()), uri.getQuery())
            .secure(request.isSecure())
            .headers(headers)
            .attributes(request::getAttribute);
    if (request.getConnectionMetaData().getRemoteSocketAddress()
        instanceof InetSocketAddress peer) {
      head.peer(peer);
    }
    return head.build();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
