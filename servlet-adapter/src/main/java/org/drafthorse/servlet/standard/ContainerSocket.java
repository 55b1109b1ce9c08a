package org.drafthorse.servlet.standard;

import jakarta.servlet.http.WebConnection;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.drafthorse.Nullable;

/**
 * What the Servlet API leaves out, for the containers that are known: to close TCP now, whatever
 * waits, and to have the container call again for input that a pause left in the stream. Their
 * classes are reached by name, and only when it comes to that. Any thread.
 *
 * <p>Elsewhere it does what the specification allows: then TCP may stay open until the peer or the
 * container closes it, and reading goes on on our threads.
 */
class ContainerSocket {

  private static final System.Logger LOG = System.getLogger("org.drafthorse.servlet");

  final WebConnection connection;

  ContainerSocket(WebConnection connection) {
    this.connection = connection;
  }

  static ContainerSocket of(WebConnection connection, String container) {
    if (container.startsWith("Apache Tomcat")) {
      return new OfTomcat(connection);
    }
    return container.startsWith("Undertow")
        ? new OfUndertow(connection)
        : new ContainerSocket(connection);
  }

  /** Whether the container will call for input that is there. */
  boolean wakeReading() {
    return false;
  }

  /** After the connection was closed in order: sees to it that TCP is. */
  void close() {
    // The container does it.
  }

  /** Closes TCP, whatever waits to be sent. */
  void abort() {
    try {
      connection.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "the connection was closed already", e);
    }
  }

  /** Tomcat acts on a close when one of its threads next comes by, so one is sent. */
  private static final class OfTomcat extends ContainerSocket {

    OfTomcat(WebConnection connection) {
      super(connection);
    }

    @Override
    boolean wakeReading() {
      return dispatch("OPEN_READ");
    }

    @Override
    void close() {
      boolean unused = dispatch("STOP");
    }

    @Override
    void abort() {
      if (!dispatch("STOP")) {
        super.abort();
      }
    }

    private boolean dispatch(String event) {
      try {
        Object wrapper = field(connection.getInputStream(), "socketWrapper");
        for (Method each : wrapper.getClass().getMethods()) {
          if (each.getName().equals("processSocket") && each.getParameterCount() == 2) {
            Object constant = constant(each.getParameterTypes()[0], event);
            each.invoke(wrapper, constant, true);
            return true;
          }
        }
        return unknown(null);
      } catch (IOException | ReflectiveOperationException | RuntimeException e) {
        return unknown(e);
      }
    }

    private static Object constant(Class<?> type, String name) {
      for (Object each : type.getEnumConstants()) {
        if (((Enum<?>) each).name().equals(name)) {
          return each;
        }
      }
      throw new IllegalArgumentException(type + " has no " + name);
    }
  }

  /** Undertow's own close waits until the peer has taken what was written. */
  private static final class OfUndertow extends ContainerSocket {

    OfUndertow(WebConnection connection) {
      super(connection);
    }

    @Override
    boolean wakeReading() {
      try {
        Object channel = field(connection, "channel");
        Object source = channel.getClass().getMethod("getSourceChannel").invoke(channel);
        source.getClass().getMethod("wakeupReads").invoke(source);
        return true;
      } catch (ReflectiveOperationException | RuntimeException e) {
        return unknown(e);
      }
    }

    @Override
    void abort() {
      try {
        ((Closeable) field(connection, "channel")).close();
      } catch (IOException | ReflectiveOperationException | RuntimeException e) {
        boolean unused = unknown(e);
        super.abort();
      }
    }
  }

  private static Object field(Object holder, String name) throws ReflectiveOperationException {
    Field field = holder.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(holder);
  }

  private static boolean unknown(@Nullable Exception e) {
    LOG.log(System.Logger.Level.DEBUG, "this release of the container is not known", e);
    return false;
  }
}
