package org.drafthorse.engine.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jzlib.JZlib;
import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.drafthorse.Nullable;
import org.drafthorse.runtime.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deflated inflates to what it was, in another implementation and a small window too. */
class MessageDeflaterTest {

  private static final byte[] TAIL = {0, 0, -1, -1};

  private final ZipPool<Deflater> pool = ZipPool.ofDeflaters(1);

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void noMessageRefersBackFurtherThanWasAgreed(int windowBits) throws Exception {
    for (int size : new int[] {20, 255, 256, 257, 1000, 32_768, 70_000, 300_000}) {
      byte[] message = words(size, windowBits);
      ByteBuffer deflated = MessageDeflater.deflate(pool, ByteBuffer.wrap(message), windowBits);
      if (deflated != null) {
        assertThat(deflated.remaining()).isLessThan(size);
        assertThat(inflated(bytes(deflated), windowBits, size)).isEqualTo(message);
      } else {
        assertThat(size).as("nothing smaller").isLessThan(1000);
      }
    }
    assertThat(pool.inUse()).isZero();
  }

  /** Or the test above would not see a window that is too large. */
  @Test
  void aSmallWindowDoesNotTakeWhatALargeOneDoes() throws Exception {
    byte[] message = new byte[4096];
    new Random(1).nextBytes(message);
    byte[] twice = Arrays.copyOf(message, 8192);
    System.arraycopy(message, 0, twice, 4096, 4096);
    ByteBuffer deflated = MessageDeflater.deflate(pool, ByteBuffer.wrap(twice), 15);
    assertThat(deflated).isNotNull();
    assertThat(inflated(bytes(deflated), 9, twice.length)).isNotEqualTo(twice);
  }

  @Test
  void whatBecomesNoSmallerIsLeftAsItIs() {
    for (int size : new int[] {1, 2, 5, 100, 5000, 100_000}) {
      byte[] noise = new byte[size];
      new Random(size).nextBytes(noise);
      ByteBuffer payload = ByteBuffer.wrap(noise);
      assertThat(MessageDeflater.deflate(pool, payload, 15)).as("%s bytes", size).isNull();
      assertThat(payload.remaining()).isEqualTo(size);
    }
  }

  @Test
  void messagesOfEverySizeComeBack() throws Exception {
    IntStream sizes = IntStream.of(1 << 16, (1 << 16) + 1, 1 << 20, 5 << 20);
    for (int size :
        IntStream.concat(IntStream.iterate(60, i -> i < 3000, i -> i + 7), sizes).toArray()) {
      byte[] message = words(size, size);
      ByteBuffer deflated = MessageDeflater.deflate(pool, ByteBuffer.wrap(message), 15);
      if (deflated != null) {
        assertThat(inflated(bytes(deflated), 15, size)).isEqualTo(message);
      }
    }
  }

  @Test
  void aDirectAndReadOnlyBufferBehindOtherBytesIsTaken() throws Exception {
    byte[] message = "la".repeat(500).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer payload = ByteBuffer.allocateDirect(1010).position(10).put(message);
    payload.position(10);
    ByteBuffer deflated = MessageDeflater.deflate(pool, payload.asReadOnlyBuffer(), 15);
    assertThat(deflated).isNotNull();
    assertThat(inflated(bytes(deflated), 15, 1000)).isEqualTo(message);
  }

  @Test
  void nothingHoldsOnToAMessageThatWasDeflated() {
    Deflater context = new Deflater(6, true);
    WeakReference<byte[]> alone = deflated(null);
    WeakReference<byte[]> inContext = deflated(context);
    Await.until(
        "the messages are collected",
        () -> {
          System.gc();
          return alone.get() == null && inContext.get() == null;
        });
    assertThat(context.getTotalIn()).isEqualTo(10_000);
    context.end();
  }

  private WeakReference<byte[]> deflated(@Nullable Deflater context) {
    byte[] message = new byte[10_000];
    ByteBuffer payload = ByteBuffer.wrap(message);
    ByteBuffer deflated =
        context == null
            ? MessageDeflater.deflate(pool, payload, 15)
            : MessageDeflater.deflate(context, payload);
    assertThat(deflated).isNotNull();
    return new WeakReference<>(message);
  }

  /** Text that repeats itself at short and long distances. */
  private static byte[] words(int size, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(Integer.toString(random.nextInt(200), 36)).append(' ');
    }
    return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** With an implementation whose window really is that small. */
  private static byte[] inflated(byte[] deflated, int windowBits, int size) throws Exception {
    com.jcraft.jzlib.Inflater inflater = new com.jcraft.jzlib.Inflater();
    assertThat(inflater.init(windowBits, JZlib.WrapperType.NONE)).isEqualTo(JZlib.Z_OK);
    byte[] in = Arrays.copyOf(deflated, deflated.length + TAIL.length);
    System.arraycopy(TAIL, 0, in, deflated.length, TAIL.length);
    inflater.setInput(in);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[100];
    while (inflater.avail_in > 0 && all.size() < size + part.length) {
      inflater.setOutput(part);
      int result = inflater.inflate(JZlib.Z_SYNC_FLUSH);
      assertThat(result).as("%s", inflater.msg).isIn(JZlib.Z_OK, JZlib.Z_BUF_ERROR);
      all.write(part, 0, part.length - inflater.avail_out);
    }
    int result = JZlib.Z_OK;
    do {
      inflater.setOutput(part);
      result = inflater.inflate(JZlib.Z_SYNC_FLUSH);
      all.write(part, 0, part.length - inflater.avail_out);
    } while (result == JZlib.Z_OK && inflater.avail_out < part.length);
    return all.toByteArray();
  }
}
