package org.drafthorse.servlet.standard;

import jakarta.servlet.http.WebConnection;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Undertow's streams and channels keep their state in plain fields, which its I/O thread of the
 * connection may be about to change: so all is done on that. Its own close would wait there until
 * the peer has taken what was written.
 */
final class UndertowSocket extends ContainerSocket {

  UndertowSocket(WebConnection connection) {
    super(connection);
  }

  @Override
  boolean wakeReading() {
    return onIoThread(
        channel -> {
          Object source = channel.getClass().getMethod("getSourceChannel").invoke(channel);
          source.getClass().getMethod("wakeupReads").invoke(source);
        });
  }

  /**
   * It would try the same bytes again, fail, and say so, over and over: its I/O thread would serve
   * nobody any more. So there have to be none left.
   */
  @Override
  void giveUpWriting() {
    try {
      if (field(connection.getOutputStream(), "buffer") instanceof ByteBuffer rest) {
        rest.position(rest.limit());
      }
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException("a write has failed, and Undertow goes on trying", e);
    }
  }

  @Override
  void close() {
    boolean done =
        onIoThread(
            channel -> {
              try {
                connection.getOutputStream().close();
              } finally {
                closeNow(channel);
              }
            });
    if (!done) {
      closeConnection();
    }
  }

  @Override
  void abort() {
    if (!onIoThread(this::closeNow)) {
      closeConnection();
    }
  }

  /**
   * What is left Undertow would try to write to a channel that is closed, and log how that fails.
   */
  private void closeNow(Closeable channel) throws IOException {
    try {
      giveUpWriting();
    } finally {
      channel.close();
    }
  }

  private boolean onIoThread(Act act) {
    try {
      Closeable channel = (Closeable) field(connection, "channel");
      Executor thread = (Executor) channel.getClass().getMethod("getIoThread").invoke(channel);
      try {
        thread.execute(() -> run(act, channel));
      } catch (RejectedExecutionException e) {
        // The server has stopped: nobody else is there.
        run(act, channel);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      unknown(e);
      return false;
    }
  }

  private static void run(Act act, Closeable channel) {
    try {
      act.on(channel);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the connection was closed already", e);
    } catch (ReflectiveOperationException | RuntimeException e) {
      unknown(e);
    }
  }

  private interface Act {
    void on(Closeable channel) throws IOException, ReflectiveOperationException;
  }
}
