package org.drafthorse.servlet;

import jakarta.servlet.ServletException;
import org.drafthorse.WebSocketResource;

/** Makes the objects of resource classes that a web application names. */
public interface ResourceFactory {

  /**
   * Makes one object.
   *
   * @throws ServletException if that cannot be done; says why in one line
   */
  WebSocketResource make(Class<? extends WebSocketResource> type) throws ServletException;

  /** The objects are not used any more. */
  void close();
}
