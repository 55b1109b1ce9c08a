package org.drafthorse.jetty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Errors as one line of text, whatever the client accepts; it tells nothing about the server. What
 * was meant as a handshake and is no request to Jetty comes here as well: it is one line in the
 * same log as those that the filter refuses, and the connection ends, since what follows may be
 * frames.
 */
final class PlainErrors extends ErrorHandler {

  private static final System.Logger LOG = System.getLogger("org.drafthorse.handshake");
  private static final int LONGEST_REASON = 200;

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    // What this server has cut itself is in other lines of the log.
    boolean open = request.getConnectionMetaData().getConnection().getEndPoint().isOpen();
    if (open && code >= 400 && code < 500 && code != 404) {
      String why = message == null ? HttpStatus.getMessage(code) : message;
      String from = Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
      LOG.log(
          System.Logger.Level.INFO,
          "refused a request from " + from + ": " + code + " " + OneLine.of(why, LONGEST_REASON));
    }
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    String line = code + " " + HttpStatus.getMessage(code) + "\n";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=us-ascii");
    response.write(true, ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), callback);
  }
}
