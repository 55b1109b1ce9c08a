package org.drafthorse.servlet.standard;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketResource;
import org.drafthorse.runtime.Admission;
import org.drafthorse.runtime.FakeClient;
import org.drafthorse.runtime.RequestHeads;
import org.drafthorse.runtime.WebSocketRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How reading pauses and goes on, whoever comes first. */
class StandardTransportTest {

  private final WebSocketRuntime runtime = WebSocketRuntime.builder().build();
  private final Stream stream = new Stream();
  private final List<String> calls = new ArrayList<>();

  @AfterEach
  void stop() {
    runtime.stop(Duration.ZERO);
  }

  @Test
  void aPauseThatEndsWhileTheContainerIsHeldFreesItBeforeReadingOn() throws Exception {
    Socket socket = new Socket();
    // One event may wait, and is handled while the container is held.
    Queue<Runnable> tasks = new ArrayDeque<>();
    Limits limits = Limits.builder().maxPendingMessages(1).build();
    runtime
        .registry()
        .register(
            "/it",
            new WebSocketResource() {},
            ResourceOptions.builder().executor(tasks::add).limits(limits).build());
    Admission.Admitted admitted =
        (Admission.Admitted) runtime.admit(RequestHeads.of("/it", ProtocolVersion.V13));
    StandardTransport transport =
        new StandardTransport(socket.connection(), socket, admitted.driver(), Runnable::run);
    socket.whenHeld = () -> tasks.remove().run();
    transport.open(ByteBuffer.allocate(0));
    stream.bytes = new ByteArrayInputStream(FakeClient.maskedFrame(0x81, new byte[] {'a'}));
    ReadListener container = Objects.requireNonNull(stream.listener);
    container.onDataAvailable();
    assertThat(calls).containsExactly("free");
    // onOpen is handled, and the text that was kept takes its place.
    container.onDataAvailable();
    assertThat(calls).containsExactly("free", "hold");
    container.onDataAvailable();
    assertThat(calls).containsExactly("free", "hold", "hold", "free");
  }

  private final class Socket extends ContainerSocket {
    private Runnable whenHeld = () -> {};

    Socket() {
      super(new Connection());
    }

    WebConnection connection() {
      return connection;
    }

    @Override
    void holdReading() {
      calls.add("hold");
      whenHeld.run();
    }

    @Override
    void freeReading() {
      calls.add("free");
    }
  }

  private final class Connection implements WebConnection {
    @Override
    public ServletInputStream getInputStream() {
      return stream;
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new Sink();
    }

    @Override
    public void close() {}
  }

  private static final class Stream extends ServletInputStream {
    private ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[0]);
    private @Nullable ReadListener listener;

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return bytes.available() > 0;
    }

    @Override
    public void setReadListener(ReadListener value) {
      listener = value;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] to, int from, int length) {
      return bytes.read(to, from, length);
    }
  }

  private static final class Sink extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) {}
  }
}
