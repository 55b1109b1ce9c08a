package org.drafthorse.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.drafthorse.Nullable;
import org.drafthorse.engine.Refusal;
import org.drafthorse.engine.RequestHead;
import org.drafthorse.runtime.Admission.Admitted;

/** A container's way to hand over the raw connection. */
public interface Takeover {

  /** For the log: which way that is. */
  String way();

  /** Why this container cannot take over for that request, or null if it can. */
  default @Nullable Refusal inability(RequestHead head) {
    return null;
  }

  /**
   * The request as the engine has to read it, which is a {@link ConnectRequest} if it is an
   * extended CONNECT of HTTP/2.
   */
  default HttpServletRequest handshake(HttpServletRequest request) {
    return request;
  }

  /** The peer's address as the container keeps it anyway, or null. */
  default @Nullable InetSocketAddress peer(HttpServletRequest request) {
    return null;
  }

  /**
   * Answers with the head of the admission and takes over the connection, which is opened when this
   * request is over: so this is the last thing to be done with request and response.
   *
   * @throws IllegalStateException if the request does not come from that container; nothing was
   *     answered then
   * @throws IOException if the container could not do it
   * @throws ServletException if the container could not do it
   */
  void takeOver(HttpServletRequest request, HttpServletResponse response, Admitted admitted)
      throws IOException, ServletException;

  /** Forgets the container. */
  void close();
}
