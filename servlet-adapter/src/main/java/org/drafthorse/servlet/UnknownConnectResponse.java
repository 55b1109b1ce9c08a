package org.drafthorse.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.drafthorse.Nullable;

/**
 * For a WebSocket request over HTTP/2 that is passed on: servlets do not know the method CONNECT
 * and say 501, where to the GET of HTTP/1.1 they say 404. For the thread of its request.
 */
final class UnknownConnectResponse extends HttpServletResponseWrapper {

  UnknownConnectResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public void sendError(int status) throws IOException {
    super.sendError(status == SC_NOT_IMPLEMENTED ? SC_NOT_FOUND : status);
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    if (status == SC_NOT_IMPLEMENTED) {
      super.sendError(SC_NOT_FOUND);
    } else {
      super.sendError(status, message);
    }
  }
}
