package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.FIN;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.frame;
import static org.drafthorse.engine.ClientFrames.head;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, sections 6 and 7.2, in every version that has reserved bits. */
@ParameterizedClass
@EnumSource(names = {"V13", "V8", "V7"})
class DeflatedMessagesTest {

  private static final int RSV1 = 0x40;
  private static final int LIMIT = 10_000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int INVALID = 1007;
  private static final int TOO_BIG = 1009;
  private static final Limits LIMITS =
      Limits.builder().maxMessageSize(LIMIT).maxFrameSize(LIMIT).build();

  @Parameter ProtocolVersion version;

  private EngineRunner runner() {
    return EngineRunner.deflating(version, LIMITS, false);
  }

  private EngineRunner withTakeover() {
    return EngineRunner.deflating(version, LIMITS, true);
  }

  private static byte[] text(byte[] deflated) {
    return frame(FIN | RSV1 | Opcode.TEXT, deflated);
  }

  @Test
  void theExamplesOfSection723() {
    for (EngineRunner each : List.of(runner(), withTakeover())) {
      assertThat(each.run(text(hex("f2 48 cd c9 c9 07 00")))).containsExactly(Event.text("Hello"));
      assertThat(
              each.run(
                  concat(
                      frame(RSV1 | Opcode.TEXT, hex("f2 48 cd")),
                      frame(FIN | Opcode.CONTINUATION, hex("c9 c9 07 00")))))
          .containsExactly(Event.text("Hello"));
      assertThat(each.run(text(hex("00 05 00 fa ff 48 65 6c 6c 6f 00"))))
          .containsExactly(Event.text("Hello"));
      assertThat(each.run(text(hex("f3 48 cd c9 c9 07 00 00"))))
          .containsExactly(Event.text("Hello"));
      assertThat(each.run(text(hex("f2 48 05 00 00 00 ff ff ca c9 c9 07 00"))))
          .containsExactly(Event.text("Hello"));
    }
  }

  @Test
  void aSecondMessageRefersBackOnlyWithTakeover() {
    byte[] first = text(hex("f2 48 cd c9 c9 07 00"));
    byte[] second = text(hex("f2 00 11 00 00"));
    assertThat(withTakeover().run(concat(first, second)))
        .containsExactly(Event.text("Hello"), Event.text("Hello"));
    List<Event> events = runner().run(concat(first, second));
    assertThat(events.get(1).status().code()).isEqualTo(INVALID);
  }

  @Test
  void brokenTextBeforeTheLimitIsFoundBeforeThereIsTooMuchOfIt() {
    byte[] broken = new byte[20_000];
    Arrays.fill(broken, (byte) 'a');
    broken[9_000] = (byte) 0xFF;
    List<Event> events = runner().run(text(deflate(broken)));
    assertThat(events.get(0).status().code()).isEqualTo(INVALID);
    broken[9_000] = 'a';
    broken[10_500] = (byte) 0xFF;
    events = runner().run(text(deflate(broken)));
    assertThat(events.get(0).status().code()).isEqualTo(TOO_BIG);
  }

  @Test
  void messagesThatAreNotDeflatedStandBetweenThoseThatAre() {
    byte[] plain = ClientFrames.text("plain");
    byte[] deflated = text(hex("f2 48 cd c9 c9 07 00"));
    byte[] ping = ClientFrames.ping((byte) 1);
    byte[] begin = frame(RSV1 | Opcode.TEXT, hex("f2 48 cd"));
    byte[] end = frame(FIN | Opcode.CONTINUATION, hex("c9 c9 07 00"));
    assertThat(runner().run(concat(plain, deflated, plain, begin, ping, end, plain)))
        .containsExactly(
            Event.text("plain"),
            Event.text("Hello"),
            Event.text("plain"),
            Event.ping((byte) 1),
            Event.text("Hello"),
            Event.text("plain"));
  }

  @Test
  void anEmptyMessageIsOneByte() {
    assertThat(runner().run(text(hex("00")))).containsExactly(Event.text(""));
    assertThat(withTakeover().run(text(hex("00")))).containsExactly(Event.text(""));
    assertThat(runner().run(frame(FIN | RSV1 | Opcode.BINARY, hex("02 00"))))
        .containsExactly(Event.binary());
  }

  @Test
  void reservedBitsAreForTheFirstFrameOfAMessageAndOneOfThem() {
    for (boolean negotiated : new boolean[] {true, false}) {
      for (int opcode = 0; opcode <= 0xF; opcode++) {
        for (int bits = 1; bits <= 7; bits++) {
          boolean fine = negotiated && bits == 4 && (opcode == 1 || opcode == 2);
          EngineRunner runner = negotiated ? runner() : EngineRunner.of(version, LIMITS);
          byte[] fixture = frame(FIN | bits << 4 | opcode, hex("00"));
          if (fine) {
            assertThat(runner.whole(fixture)).hasSize(1).noneMatch(Event::isLast);
          } else {
            runner.runToFailure(fixture, PROTOCOL_ERROR, 1);
          }
        }
      }
    }
  }

  @Test
  void rsv1OnAContinuationFails() {
    byte[] begin = frame(RSV1 | Opcode.TEXT, hex("f2 48 cd"));
    byte[] end = frame(FIN | RSV1 | Opcode.CONTINUATION, hex("c9 c9 07 00"));
    runner().runToFailure(concat(begin, end), PROTOCOL_ERROR, begin.length + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f2",
        "f2 48 cd c9 c9",
        "f2 48 cd c9 c9 07",
        "00 05 00 fa ff 48 65",
        "00 05 00 fa",
        "06",
        "07",
        "00 05 00 fa fe 48 65 6c 6c 6f 00",
        "f3 48 cd c9 c9 07 00",
        "f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00",
        "ff ff ff ff ff ff ff ff",
      })
  void malformedDataFailsAndIsNeverHandedOn(String deflated) {
    for (EngineRunner each : List.of(runner(), withTakeover())) {
      List<Event> events = each.run(text(hex(deflated)));
      assertThat(events).hasSize(1);
      assertThat(events.get(0).status().code()).isEqualTo(INVALID);
    }
  }

  @Test
  void withTakeoverAMessageMayReferBeyondAFinalBlock() {
    byte[] first = text(hex("f3 48 cd c9 c9 07 00 00"));
    byte[] again = text(hex("f2 00 11 00 00"));
    assertThat(withTakeover().run(concat(first, again, again)))
        .containsExactly(Event.text("Hello"), Event.text("Hello"), Event.text("Hello"));
    byte[] twice = text(hex("f3 48 cd c9 c9 07 00 f2 00 11 00 00"));
    assertThat(withTakeover().run(twice)).containsExactly(Event.text("HelloHello"));
  }

  @Test
  void withTakeoverMessagesReferAsFarBackAsTheWindowGoes() {
    Random random = new Random(7);
    Deflater client = new Deflater(9, true);
    byte[] seen = new byte[300_000];
    random.nextBytes(seen);
    List<byte[]> frames = new ArrayList<>();
    List<Event> expected = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < 40; i++) {
      int length = random.nextInt(i % 2 == 0 ? 300 : LIMIT) + 1;
      int back = Math.min(at, 32_768 - 300);
      byte[] message = Arrays.copyOfRange(seen, at - back, at - back + length);
      System.arraycopy(message, 0, seen, at, length);
      at += length;
      frames.add(frame(FIN | RSV1 | Opcode.BINARY, deflate(client, message)));
      expected.add(Event.binary(message));
    }
    client.end();
    byte[] fixture = concat(frames.toArray(byte[][]::new));
    assertThat(withTakeover().run(fixture)).isEqualTo(expected);
  }

  @Test
  void badUtf8FailsAtTheByteThatInflatesToIt() {
    byte[] bad = concat(utf8("x".repeat(300)), hex("ff"), utf8("y".repeat(300)));
    byte[] stored = concat(hex("00 59 02 a6 fd"), bad, hex("00"));
    byte[] fixture = text(stored);
    // Behind eight bytes of the frame's header and five of the block's.
    runner().runToFailure(fixture, INVALID, 8 + 5 + 301);
    assertThat(runner().run(frame(FIN | RSV1 | Opcode.BINARY, stored))).hasSize(1);
  }

  @Test
  void whatInflatesBeforeAFaultIsJudgedFirst() {
    byte[] stored = hex("00 05 00 fa ff 48 65 6c ff ff");
    byte[] fixture = text(concat(stored, hex("6c"), hex("ff ff ff ff")));
    assertThat(runner().runToOne(fixture).status().reason()).isEqualTo("text is not UTF-8");
    byte[] binary = frame(FIN | RSV1 | Opcode.BINARY, hex("00 01 00 fe ff 48 ff ff ff"));
    assertThat(runner().runToOne(binary).status().reason()).contains("malformed");
  }

  @Test
  void aTextThatEndsInTheMiddleOfACharacterFails() {
    List<Event> events = runner().run(text(hex("00 01 00 fe ff c3 00")));
    assertThat(events.get(0).status().code()).isEqualTo(INVALID);
  }

  @Test
  void aMessageOfTheLimitPassesAndOneByteMoreDoesNot() {
    for (boolean noise : new boolean[] {false, true}) {
      byte[] most = new byte[LIMIT];
      if (noise) {
        new Random(3).nextBytes(most);
      }
      byte[] fits = frame(FIN | RSV1 | Opcode.BINARY, deflate(most));
      assertThat(runner().whole(fits)).containsExactly(Event.binary(most));
      assertThat(runner().byteByByte(fits)).containsExactly(Event.binary(most));
      byte[] more = Arrays.copyOf(most, LIMIT + 1);
      List<Event> events = runner().whole(frame(FIN | RSV1 | Opcode.BINARY, deflate(more)));
      assertThat(events).hasSize(1);
      assertThat(events.get(0).status().code()).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void megabytesInFramesOfAnyLengthComeBack() {
    byte[] message = new byte[5 << 20];
    Random random = new Random(5);
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) random.nextInt(200);
    }
    byte[] deflated = deflate(message);
    List<byte[]> frames = new ArrayList<>();
    for (int at = 0; at < deflated.length; ) {
      int end = Math.min(deflated.length, at + random.nextInt(5000));
      int first = (at == 0 ? RSV1 | Opcode.BINARY : 0) | (end == deflated.length ? FIN : 0);
      if (end > at) {
        frames.add(frame(first, Arrays.copyOfRange(deflated, at, end)));
      }
      at = end;
    }
    Limits limits =
        Limits.builder().maxMessageSize(message.length).maxFragments(frames.size()).build();
    EngineRunner large = EngineRunner.deflating(version, limits, false);
    assertThat(large.whole(concat(frames.toArray(byte[][]::new))))
        .containsExactly(Event.binary(message));
  }

  @Test
  void aBombIsNotInflatedBeyondTheLimit() {
    // 1 KiB for each MiB of zeros, as often as it is wanted; here 1 GiB, in frames of 8 KiB.
    byte[] mib = deflate(new byte[1 << 20]);
    byte[] eight = concat(mib, mib, mib, mib, mib, mib, mib, mib);
    ProtocolEngine engine = runner().newEngine();
    Scratch scratch = new Scratch();
    Signal signal = engine.read(ByteBuffer.wrap(frame(RSV1 | Opcode.BINARY, eight)), scratch);
    for (int i = 0; i < 128 && signal == Signal.NEED_INPUT; i++) {
      signal = engine.read(ByteBuffer.wrap(frame(Opcode.CONTINUATION, eight)), scratch);
    }
    assertThat(signal).isEqualTo(Signal.FAILED);
    assertThat(engine.closeStatus().code()).isEqualTo(TOO_BIG);
    assertThat(engine.heldBytes()).isZero();
  }

  @Test
  void whatInflatesToNothingMayNotGoOnForEver() {
    byte[] nothing = new byte[5 * 400];
    for (int i = 0; i < nothing.length; i += 5) {
      System.arraycopy(hex("00 00 00 ff ff"), 0, nothing, i, 5);
    }
    List<byte[]> frames = new ArrayList<>();
    frames.add(frame(RSV1 | Opcode.TEXT, nothing));
    for (int i = 0; i < 10; i++) {
      frames.add(frame(Opcode.CONTINUATION, nothing));
    }
    List<Event> events = runner().whole(concat(frames.toArray(byte[][]::new)));
    assertThat(events.get(0).status().code()).isEqualTo(TOO_BIG);
  }

  @Test
  void aFrameThatIsTooLongOnTheWireFailsWithItsHeader() {
    byte[] head = head(FIN | RSV1 | Opcode.BINARY, LIMIT + LIMIT / 8 + 65);
    runner().runToFailure(head, TOO_BIG, 4);
  }

  @Test
  void aMessageInProgressHoldsAnInflaterAndIsCountedForIt() {
    ProtocolEngine engine = runner().newEngine();
    engine.read(ByteBuffer.wrap(frame(RSV1 | Opcode.TEXT, hex("f2 48 cd"))), new Scratch());
    assertThat(engine.heldBytes()).isGreaterThan(40_000);
    engine.close();
    assertThat(engine.heldBytes()).isLessThan(2000);
    byte[] rest = frame(FIN | Opcode.CONTINUATION, hex("c9 c9 07 00"));
    assertThat(engine.read(ByteBuffer.wrap(rest), new Scratch())).isEqualTo(Signal.FAILED);
  }

  private static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(9, true);
    byte[] result = deflate(deflater, message);
    deflater.end();
    return result;
  }

  /** As any client would, with zlib. */
  private static byte[] deflate(Deflater deflater, byte[] message) {
    deflater.setInput(message);
    byte[] out = new byte[message.length + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, size - 4);
  }
}
