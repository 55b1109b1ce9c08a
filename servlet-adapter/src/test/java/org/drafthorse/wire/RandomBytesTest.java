package org.drafthorse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand clients that talk nonsense after a good handshake: half of them random bytes, half
 * of them frames with random contents.
 */
final class RandomBytesTest {

  private static final int SEEDS = 2_500;
  private static final int THREADS = 4;
  private static final Set<Integer> FAULTS = Set.of(1002, 1007, 1009);

  private final AtomicInteger closeFrames = new AtomicInteger();

  @ParameterizedTest
  @EnumSource
  void theServerClosesWithTheRightCodeAndGoesOnServing(ProtocolVersion version) throws Exception {
    ServerSide side = new ServerSide();
    ResourceOptions options =
        ResourceOptions.builder()
            .listenerMode(ListenerMode.DIRECT)
            .origins(OriginPolicy.any())
            .build();
    try (TrackedServer server =
            new TrackedServer(r -> r.registry().register("/echo", side, options));
        Workers workers = new Workers(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        workers.start(
            () -> {
              for (int seed = first; seed < SEEDS; seed += THREADS) {
                talk(server.port(), version, seed);
              }
            });
      }
      workers.await();
      assertThat(closeFrames.get()).isGreaterThan(SEEDS / 2);
      assertThat(side.errors()).isEmpty();
    }
  }

  private void talk(int port, ProtocolVersion version, int seed) throws IOException {
    Random random = new Random(seed);
    Handshake handshake = new Handshake(version, "/echo", seed);
    byte[] noise = random.nextBoolean() ? bytes(random) : frames(version, random);
    try (WireSocket socket = WireSocket.connect(port)) {
      socket.send(Frames.concat(handshake.bytes(), noise));
      socket.shutdownOutput();
      socket.expectOpen(handshake);
      byte[] answer = socket.readToEnd();
      if (version == ProtocolVersion.V00) {
        checkDraft00(answer, seed);
      } else {
        checkHybi(answer, seed);
        if (breaksARule(noise[0])) {
          // The first frame is the close frame: its first byte, a length, and 1002.
          assertThat(answer).as("seed %s", seed).startsWith(0x88, answer[1], 0x03, 0xEA);
        }
      }
    }
  }

  private static boolean breaksARule(byte first) {
    boolean reservedBit = (first & 0x70) != 0;
    int opcode = first & 0x0F;
    boolean known = opcode == 1 || opcode == 2 || (opcode >= 8 && opcode <= 10);
    return reservedBit || !known || (opcode >= 8 && first >= 0);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] frames(ProtocolVersion version, Random random) {
    byte[] all = {};
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      byte[] payload = bytes(random);
      if (version == ProtocolVersion.V00) {
        all = Frames.concat(all, new byte[] {0}, payload, new byte[] {(byte) 0xFF});
      } else {
        int first = random.nextInt(8) == 0 ? random.nextInt(256) : 0x80 | random.nextInt(3);
        all = Frames.concat(all, Frames.frame(first, payload));
      }
    }
    return all;
  }

  private void checkHybi(byte[] answer, int seed) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer))) {
      while (in.available() > 0) {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        }
        byte[] payload = in.readNBytes(length);
        assertThat(payload).as("seed %s", seed).hasSize(length);
        assertThat(first).as("seed %s", seed).isIn(0x81, 0x82, 0x88, 0x8A);
        if (first == 0x88) {
          checkClose(payload, seed);
          assertThat(in.available()).as("bytes after the close frame, seed %s", seed).isZero();
        }
      }
    }
  }

  private void checkClose(byte[] payload, int seed) {
    closeFrames.incrementAndGet();
    if (payload.length > 0) {
      int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
      // Either a fault is named, or the noise was a close frame with a code of its own.
      boolean right = FAULTS.contains(code) || code >= 3000 || (code >= 1000 && code <= 1014);
      assertThat(right).as("code %s, seed %s", code, seed).isTrue();
    }
  }

  private void checkDraft00(byte[] answer, int seed) {
    int i = 0;
    while (i < answer.length) {
      if (answer[i] == (byte) 0xFF) {
        closeFrames.incrementAndGet();
        assertThat(answer.length - i).as("after the close frame, seed %s", seed).isEqualTo(2);
        assertThat(answer[i + 1]).as("seed %s", seed).isZero();
        return;
      }
      assertThat(answer[i]).as("type of a frame, seed %s", seed).isZero();
      while (answer[i] != (byte) 0xFF) {
        i++;
      }
      i++;
    }
  }
}
