package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.WireFormat;
import org.drafthorse.engine.EngineRunner.Event;
import org.drafthorse.engine.ServerFrames.Frame;

/** Whatever is sent, in whatever pieces, comes out the same; and garbage never throws. */
class EnginePropertiesTest {

  private static final int LARGEST = 200_000;
  private static final Limits LARGE =
      Limits.builder().maxFrameSize(LARGEST).maxMessageSize(LARGEST).build();

  /**
   * A message to be made.
   *
   * @param size of its payload in bytes
   * @param fragments into how many frames it is cut
   * @param seed for its content, its cuts, its keys and the pings between
   */
  record Message(boolean isText, int size, int fragments, long seed) {

    byte[] payload() {
      Random random = new Random(seed);
      if (!isText) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
      }
      boolean ascii = random.nextBoolean();
      StringBuilder text = new StringBuilder();
      int length = 0;
      while (length < size) {
        boolean narrow = ascii || length > size - 4;
        int point = narrow ? random.nextInt(0x80) : anyCharacter(random);
        text.appendCodePoint(point);
        length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      }
      return ClientFrames.utf8(text.toString());
    }

    private static int anyCharacter(Random random) {
      int[] ends = {0x80, 0x800, 0xD800, 0x110000};
      int point = random.nextInt(ends[random.nextInt(ends.length)]);
      return point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point;
    }

    Event event(byte[] payload) {
      return isText
          ? Event.text(new String(payload, StandardCharsets.UTF_8))
          : Event.binary(payload);
    }

    /** Frames of any lengths, with pings and pongs between them. */
    void write(ByteArrayOutputStream wire, List<Event> expected) {
      byte[] payload = payload();
      Random random = new Random(~seed);
      int from = 0;
      for (int i = 1; i <= fragments; i++) {
        int to = i == fragments ? payload.length : from + random.nextInt(payload.length - from + 1);
        int opcode = i > 1 ? Opcode.CONTINUATION : isText ? Opcode.TEXT : Opcode.BINARY;
        byte[] piece = Arrays.copyOfRange(payload, from, to);
        wire.writeBytes(
            ClientFrames.frame(opcode | (i == fragments ? FIN : 0), piece, random.nextInt()));
        from = to;
        if (i < fragments && random.nextBoolean()) {
          byte[] control = new byte[random.nextInt(126)];
          random.nextBytes(control);
          boolean ping = random.nextBoolean();
          wire.writeBytes(ping ? ClientFrames.ping(control) : ClientFrames.pong(control));
          expected.add(ping ? Event.ping(control) : Event.pong(control));
        }
      }
      expected.add(event(payload));
    }
  }

  @Provide
  Arbitrary<List<Message>> conversations() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 300)),
            Tuple.of(
                3, Arbitraries.of(0, 1, 124, 125, 126, 127, 65534, 65535, 65536, 65537, LARGEST)),
            Tuple.of(1, Arbitraries.integers().between(301, LARGEST)));
    Arbitrary<Message> messages =
        Combinators.combine(
                Arbitraries.of(true, false),
                sizes,
                Arbitraries.of(1, 1, 1, 2, 3, 8),
                Arbitraries.longs())
            .as(Message::new);
    return messages.list().ofMinSize(1).ofMaxSize(6);
  }

  private static int[] cuts(int length, int count, Random random) {
    return random.ints(count, 0, length + 1).sorted().toArray();
  }

  @Property(tries = 400)
  void anyMessagesInAnyFramesAndReadsComeOutTheSame(
      @ForAll("conversations") List<Message> messages,
      @ForAll @IntRange(min = 0, max = 40) int reads,
      @ForAll long seed) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    List<Event> expected = new ArrayList<>();
    for (Message each : messages) {
      each.write(wire, expected);
    }
    byte[] bytes = wire.toByteArray();
    EngineRunner runner = EngineRunner.of(ProtocolVersion.V13, LARGE);
    assertThat(runner.split(bytes, cuts(bytes.length, reads, new Random(seed))))
        .isEqualTo(expected);
  }

  @Property(tries = 100)
  void anyTextsInAnyReadsComeOutTheSameInVersion00(
      @ForAll("conversations") List<Message> messages,
      @ForAll @IntRange(min = 0, max = 40) int reads,
      @ForAll long seed) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    List<Event> expected = new ArrayList<>();
    for (Message each : messages) {
      Message text = new Message(true, each.size(), 1, each.seed());
      wire.writeBytes(ClientFrames.draft00Text(text.payload()));
      expected.add(text.event(text.payload()));
    }
    byte[] bytes = wire.toByteArray();
    EngineRunner runner = EngineRunner.of(ProtocolVersion.V00, LARGE);
    assertThat(runner.split(bytes, cuts(bytes.length, reads, new Random(seed))))
        .isEqualTo(expected);
  }

  @Property(tries = 3000)
  void randomBytesNeverThrowAndNothingFollowsAFailure(
      @ForAll ProtocolVersion version, @ForAll @Size(max = 300) byte[] bytes, @ForAll long seed) {
    EngineRunner runner = EngineRunner.of(version);
    List<Event> whole = runner.whole(bytes);
    assertThat(runner.byteByByte(bytes)).isEqualTo(whole);
    assertThat(runner.split(bytes, cuts(bytes.length, 3, new Random(seed)))).isEqualTo(whole);
  }

  @Property(tries = 2000)
  void damagedFramesNeverThrowAndNothingFollowsAFailure(
      @ForAll ProtocolVersion version,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 15) Integer> opcodes,
      @ForAll long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (int opcode : opcodes) {
      byte[] payload = new byte[random.nextInt(140)];
      random.nextBytes(payload);
      wire.writeBytes(
          version == ProtocolVersion.V00
              ? ClientFrames.draft00Text(payload)
              : ClientFrames.frame(opcode | (random.nextInt(4) > 0 ? FIN : 0), payload));
    }
    byte[] bytes = wire.toByteArray();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    EngineRunner runner = EngineRunner.of(version);
    List<Event> whole = runner.whole(bytes);
    assertThat(runner.byteByByte(bytes)).isEqualTo(whole);
    assertThat(runner.split(bytes, cuts(bytes.length, 3, random))).isEqualTo(whole);
  }

  @Property(tries = 200)
  void whatTheEncoderWritesADecoderReads(
      @ForAll @IntRange(min = 0, max = LARGEST) int size,
      @ForAll @IntRange(min = 0, max = 70_000) int frameSize,
      @ForAll long seed) {
    byte[] payload = new byte[frameSize > 0 && frameSize < 50 ? size % 5000 : size];
    new Random(seed).nextBytes(payload);
    byte[] wire = ServerFrames.message(WireFormat.HYBI, Opcode.BINARY, payload, frameSize);
    List<Frame> frames = ServerFrames.decode(wire);
    assertThat(ServerFrames.join(frames)).isEqualTo(payload);
    for (int i = 0; i < frames.size(); i++) {
      int fin = i == frames.size() - 1 ? FIN : 0;
      int opcode = i == 0 ? Opcode.BINARY : Opcode.CONTINUATION;
      assertThat(frames.get(i).first()).isEqualTo(fin | opcode);
      if (frameSize > 0) {
        assertThat(frames.get(i).payload().remaining()).isLessThanOrEqualTo(frameSize);
      }
    }
  }
}
