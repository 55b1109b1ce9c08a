package org.drafthorse.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.drafthorse.runtime.Admission.Admitted;

/** A container's way to hand over the raw connection. */
public interface Takeover {

  /**
   * Answers with the head of the admission and takes over the connection, which is opened when this
   * request is over: so this is the last thing to be done with request and response.
   *
   * @throws IllegalStateException if the request does not come from that container; nothing was
   *     answered then
   */
  void takeOver(HttpServletRequest request, HttpServletResponse response, Admitted admitted);

  /** Forgets the container. */
  void close();
}
