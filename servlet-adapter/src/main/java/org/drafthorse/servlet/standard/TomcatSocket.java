package org.drafthorse.servlet.standard;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;
import org.drafthorse.Nullable;

/**
 * Tomcat acts on a close, and on anything else, when one of its threads next comes by: so one is
 * sent. Its threads come by one at a time.
 */
final class TomcatSocket extends ContainerSocket {

  private static final long BRAKE_NANOS = 2_000_000;

  private @Nullable Reflected reflected;

  /** Whether a reader is pretended; one thread at a time reads, and calls. */
  private boolean held;

  TomcatSocket(WebConnection connection) {
    super(connection);
  }

  /**
   * After each call Tomcat waits for input again, whether or not we are: as long as there is some,
   * it would call and call. Where a reader blocks, it wakes that instead, once; so one is
   * pretended. Its connectors without such a mark are only slowed down.
   */
  @Override
  void holdReading() {
    held = true;
    if (!setReaderBlocks(true)) {
      LockSupport.parkNanos(BRAKE_NANOS);
    }
  }

  /** Or Tomcat would wake that reader when the next input comes, and nobody else, ever. */
  @Override
  void freeReading() {
    if (held) {
      held = false;
      setReaderBlocks(false);
    }
  }

  @Override
  boolean wakeReading() {
    held = false;
    setReaderBlocks(false);
    return dispatch("OPEN_READ");
  }

  @Override
  void close() {
    closeConnection();
    dispatch("STOP");
  }

  @Override
  void abort() {
    if (!dispatch("STOP")) {
      closeConnection();
    }
  }

  private boolean setReaderBlocks(boolean value) {
    Reflected wrapper = reflected();
    if (wrapper == null || wrapper.readerBlocks == null) {
      return false;
    }
    try {
      wrapper.readerBlocks.setBoolean(wrapper.socket, value);
      return true;
    } catch (IllegalAccessException e) {
      unknown(e);
      return false;
    }
  }

  private boolean dispatch(String event) {
    Reflected wrapper = reflected();
    if (wrapper == null) {
      return false;
    }
    try {
      wrapper.dispatch(event);
      return true;
    } catch (ReflectiveOperationException e) {
      unknown(e);
      return false;
    }
  }

  private synchronized @Nullable Reflected reflected() {
    if (reflected == null) {
      try {
        reflected = new Reflected(field(connection.getInputStream(), "socketWrapper"));
      } catch (IOException | ReflectiveOperationException | RuntimeException e) {
        unknown(e);
      }
    }
    return reflected;
  }

  /** Tomcat's SocketWrapperBase. */
  private static final class Reflected {
    private final Object socket;
    private final Method processSocket;
    private final Class<?> events;
    private final @Nullable Field readerBlocks;

    Reflected(Object socket) throws ReflectiveOperationException {
      this.socket = socket;
      Class<?> type = socket.getClass();
      this.events =
          Class.forName("org.apache.tomcat.util.net.SocketEvent", true, type.getClassLoader());
      this.processSocket = type.getMethod("processSocket", events, boolean.class);
      this.readerBlocks = readerBlocks(socket);
    }

    private static @Nullable Field readerBlocks(Object socket) {
      try {
        return accessible(socket, "readBlocking");
      } catch (ReflectiveOperationException | RuntimeException e) {
        unknown(e);
        return null;
      }
    }

    void dispatch(String event) throws ReflectiveOperationException {
      Object constant = events.getField(event).get(null);
      processSocket.invoke(socket, constant, true);
    }
  }
}
