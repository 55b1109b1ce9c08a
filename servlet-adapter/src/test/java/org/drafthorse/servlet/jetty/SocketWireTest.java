package org.drafthorse.servlet.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SocketWireTest {

  static Stream<Arguments> pools() {
    int most = UpgradeHandler.MOST_READ_BYTES;
    return Stream.of(
        Arguments.of("Jetty's own", new ArrayByteBufferPool(), 64 * 1024),
        Arguments.of("a small one", new ArrayByteBufferPool(0, 1024, 8192), 8192),
        Arguments.of("the embedded server's", new ArrayByteBufferPool(0, -1, most), most),
        Arguments.of("a large one", new ArrayByteBufferPool(0, -1, 1 << 20), most),
        Arguments.of("none", new ByteBufferPool.NonPooling(), 64 * 1024));
  }

  /** Another size would be a new direct buffer for each read. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pools")
  void readsAsMuchAtOnceAsThePoolKeeps(String name, ByteBufferPool pool, int bytes)
      throws IOException {
    try (ByteArrayEndPoint endPoint = new ByteArrayEndPoint(new byte[2 * bytes], 1)) {
      SocketWire wire = new SocketWire(endPoint, pool, false);
      RetainableByteBuffer read = wire.read();
      assertThat(read).isNotNull();
      assertThat(read.remaining()).as(name).isEqualTo(bytes);
      assertThat(wire.isEmptiedBy(bytes)).isFalse();
      assertThat(wire.isEmptiedBy(bytes - 1)).isTrue();
      read.release();
    }
  }
}
