package org.drafthorse.servlet.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What Undertow does when a client resets while it writes. */
final class UndertowSocketTest {

  private static UndertowSocket socketOver(Object out) {
    WebConnection connection =
        (WebConnection)
            Proxy.newProxyInstance(
                UndertowSocketTest.class.getClassLoader(),
                new Class<?>[] {WebConnection.class},
                (proxy, method, arguments) -> out);
    return new UndertowSocket(connection);
  }

  @Test
  void ofAFailedWriteNothingIsLeftToTryAgain() {
    Stream out = new Stream();
    UndertowSocket socket = socketOver(out);
    do {
      // Undertow's loop: whatever is left is tried again, and fails.
      socket.giveUpWriting();
      out.failures++;
    } while (out.buffer.hasRemaining() && out.failures < 10);
    assertThat(out.failures).isEqualTo(1);
  }

  @Test
  void theLoopEndsInAReleaseThatIsNotKnownToo() {
    ServletOutputStream other = new Bare();
    UndertowSocket socket = socketOver(other);
    assertThatThrownBy(socket::giveUpWriting).isInstanceOf(IllegalStateException.class);
  }

  private static class Bare extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      // Called by nobody.
    }

    @Override
    public void write(int b) {
      // Called by nobody.
    }
  }

  /** With a field as in Undertow's UpgradeServletOutputStream. */
  private static final class Stream extends Bare {
    private final ByteBuffer buffer = ByteBuffer.allocate(100);
    private int failures;
  }
}
