package org.drafthorse.servlet.standard;

import jakarta.servlet.http.WebConnection;
import java.lang.reflect.Field;

/**
 * What the Servlet API leaves out, for the containers that are known: to close TCP now, whatever
 * waits, and to stop and go on reading. Their classes are reached by name, and only when it comes
 * to that. Any thread; none of it waits for the network, and none throws.
 *
 * <p>Elsewhere it does what the specification allows: then TCP may stay open until the peer or the
 * container closes it, and reading goes on on our threads.
 */
class ContainerSocket {

  static final System.Logger LOG = System.getLogger("org.drafthorse.servlet");

  final WebConnection connection;

  ContainerSocket(WebConnection connection) {
    this.connection = connection;
  }

  static ContainerSocket of(WebConnection connection, String container) {
    if (container.startsWith("Apache Tomcat")) {
      return new TomcatSocket(connection);
    }
    return container.startsWith("Undertow")
        ? new UndertowSocket(connection)
        : new ContainerSocket(connection);
  }

  /**
   * The container has called for input though the stream was left alone while it was ready. On its
   * thread.
   */
  void holdReading() {
    // It does so once only.
  }

  /**
   * What was held is read on within the same call, since the pause has ended meanwhile. On the
   * container's thread.
   */
  void freeReading() {
    // Nothing was held.
  }

  /** Whether the container will call for input that is there. */
  boolean wakeReading() {
    return false;
  }

  /** A write has failed, and no more of it is to be tried. Within the container's call. */
  void giveUpWriting() {
    // But for one, containers do not try again.
  }

  /** All is written: closes both ways, in order. */
  void close() {
    closeConnection();
  }

  /** Closes TCP, whatever waits to be sent. */
  void abort() {
    closeConnection();
  }

  final void closeConnection() {
    try {
      connection.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "the connection was closed already", e);
    }
  }

  static Object field(Object holder, String name) throws ReflectiveOperationException {
    return accessible(holder, name).get(holder);
  }

  static Field accessible(Object holder, String name) throws ReflectiveOperationException {
    Field field = holder.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  static void unknown(Exception cause) {
    LOG.log(System.Logger.Level.DEBUG, "this release of the container is not known", cause);
  }
}
