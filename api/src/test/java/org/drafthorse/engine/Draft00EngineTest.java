package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.ProtocolVersion.V00;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.draft00Close;
import static org.drafthorse.engine.ClientFrames.draft00Text;
import static org.drafthorse.engine.ClientFrames.hex;
import static org.drafthorse.engine.ClientFrames.utf8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** draft-hixie-thewebsocketprotocol-76: what follows the head of the request. */
class Draft00EngineTest {

  private final EngineRunner runner = EngineRunner.of(V00);

  @Nested
  class Section52SendingTheOpeningHandshake {

    private final EngineRunner fresh = EngineRunner.beforeChallenge();
    private final byte[] key3 = hex("57 6A 4E 7D 7C 4D 28 36");
    private final Event opened =
        Event.opened(hex("6E 60 39 65 42 6B 39 7A 24 52 38 70 4F 74 56 62"));

    @Test
    void waitsForTheEightBytes() {
      ProtocolEngine engine = fresh.newEngine();
      assertThat(engine.opensAtOnce()).isFalse();
      assertThat(fresh.run(Arrays.copyOf(key3, 7))).isEmpty();
    }

    @Test
    void theExampleIsAnsweredInWhateverPiecesItComes() {
      assertThat(fresh.run(key3)).containsExactly(opened);
    }

    @Test
    void framesMayComeInTheSamePacket() {
      byte[] fixture = concat(key3, draft00Text("first"), draft00Text("second"), draft00Close());
      assertThat(fresh.run(fixture))
          .containsExactly(
              opened, Event.text("first"), Event.text("second"), Event.close(1005, ""));
    }

    @Test
    void theChallengeIsReadBytesBeforeFrames() {
      ProtocolEngine engine = fresh.newEngine();
      ByteBuffer in = ByteBuffer.wrap(concat(key3, draft00Text("first")));
      assertThat(engine.read(in, new Scratch())).isEqualTo(Signal.OPENED);
      assertThat(in.position()).isEqualTo(8);
      assertThat(engine.data()).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "0D 0A 0D 0A 0D 0A 0D 0A",
          "0D 0A 41 42 43 44 45 46",
          "41 42 43 44 45 46 0D 0A",
          "00 00 00 00 00 00 00 00",
          "FF 00 FF 00 FF 00 FF 00",
          "00 41 FF 00 42 FF 00 43",
          "FF FF FF FF FF FF FF FF"
        })
    void theEightBytesMayBeAnyBytes(String bytes) {
      byte[] numbers = Requests.of(V00).accepted().challenge();
      Event answer = Event.opened(Draft00Challenge.answer(numbers, hex(bytes)));
      assertThat(fresh.run(concat(hex(bytes), draft00Text("on"))))
          .containsExactly(answer, Event.text("on"));
    }
  }

  @Nested
  class Section42DataFraming {

    @Test
    void textStandsBetweenZeroAndFf() {
      assertThat(runner.run(hex("00 48 65 6C 6C 6F FF"))).containsExactly(Event.text("Hello"));
    }

    @Test
    void textMayBeEmpty() {
      assertThat(runner.run(hex("00 FF 00 FF"))).containsExactly(Event.text(""), Event.text(""));
    }

    @Test
    void aZeroByteInsideATextIsACharacter() {
      assertThat(runner.run(draft00Text("a\u0000b"))).containsExactly(Event.text("a\u0000b"));
    }

    @Test
    void charactersOfAllLengthsArrive() {
      String text = "a\u00E9\u20AC\uD83D\uDE00z\uFFFF";
      assertThat(runner.run(concat(draft00Text(text), draft00Text(text))))
          .containsExactly(Event.text(text), Event.text(text));
    }

    @Test
    void manyMessagesArriveOnOneConnection() {
      byte[][] frames = new byte[500][];
      Event[] expected = new Event[frames.length];
      for (int i = 0; i < frames.length; i++) {
        frames[i] = draft00Text("message " + i);
        expected[i] = Event.text("message " + i);
      }
      byte[] all = concat(frames);
      assertThat(runner.whole(all)).containsExactly(expected);
      assertThat(runner.byteByByte(all)).containsExactly(expected);
    }

    @Test
    void everyOtherFrameTypeFailsAtItsByte() {
      for (int type = 0x01; type <= 0xFE; type++) {
        byte[] fixture = concat(new byte[] {(byte) type}, draft00Text("late"));
        runner.runToFailure(fixture, 1002, 1);
      }
    }

    @Test
    void aFrameWithALengthFailsAtTheFirstByteOfTheLength() {
      for (int second = 1; second <= 0xFF; second++) {
        byte[] fixture = concat(new byte[] {(byte) 0xFF, (byte) second}, draft00Text("late"));
        runner.runToFailure(fixture, 1002, 2);
      }
    }

    @Test
    void anEndOutsideATextIsNoEnd() {
      runner.runToFailure(concat(draft00Text("a"), hex("FF FF")), 1002, 5);
    }

    @ParameterizedTest
    @CsvSource({
      "80, 1",
      "C0 AF, 1",
      "E0 9F BF, 2",
      "ED A0 80, 2",
      "F4 90 80 80, 2",
      "61 62 63 64 65 66 67 68 69 FE, 10",
      "61 C3 61, 3"
    })
    void badTextFailsAtItsByte(String bytes, int badByte) {
      runner.runToFailure(draft00Text(hex(bytes)), 1007, 1 + badByte);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C3", "E2 82", "F0 9F 98"})
    void anUnfinishedCharacterFailsAtTheEndOfTheText(String bytes) {
      byte[] fixture = draft00Text(hex(bytes));
      runner.runToFailure(fixture, 1007, fixture.length);
    }
  }

  @Nested
  class Section53ClosingTheConnection {

    @Test
    void ffAndZeroClose() {
      assertThat(runner.runToOne(draft00Close()).content()).isEqualTo(CloseStatus.NO_STATUS);
    }

    @Test
    void everythingBehindIsDiscarded() {
      byte[] fixture = concat(draft00Close(), draft00Text("late"), hex("FF 00 80 FF"));
      assertThat(runner.run(fixture)).containsExactly(Event.close(1005, ""));
    }

    @Test
    void aTextThatWasNotFinishedIsNotDelivered() {
      assertThat(runner.run(hex("00 41 42"))).isEmpty();
    }
  }

  @Nested
  class Section6SecurityLimits {

    private EngineRunner limited(int frame, int message) {
      return EngineRunner.of(
          V00, Limits.builder().maxFrameSize(frame).maxMessageSize(message).build());
    }

    @Test
    void aTextUpToTheLimitArrivesTimeAndAgain() {
      byte[] frame = draft00Text("x".repeat(100));
      Event text = Event.text("x".repeat(100));
      assertThat(limited(1000, 100).run(concat(frame, frame, frame)))
          .containsExactly(text, text, text);
      assertThat(limited(100, 1000).run(frame)).containsExactly(text);
    }

    @Test
    void aTextBeyondTheLimitFailsAtItsByte() {
      byte[] fixture = draft00Text("x".repeat(101));
      limited(1000, 100).runToFailure(fixture, 1009, 1 + 101);
      limited(100, 1000).runToFailure(fixture, 1009, 1 + 101);
    }

    @Test
    void whatIsWrongFirstIsToldHoweverItComes() {
      byte[] badThenBig = concat(new byte[] {(byte) 0x80}, utf8("x".repeat(200)));
      limited(100, 100).runToFailure(draft00Text(badThenBig), 1007, 2);
      byte[] bigThenBad = concat(utf8("x".repeat(101)), new byte[] {(byte) 0x80});
      limited(100, 100).runToFailure(draft00Text(bigThenBad), 1009, 102);
    }

    @Test
    void anEndlessTextIsBoundWhileItIsRead() {
      int limit = 64 * 1024;
      ProtocolEngine engine = limited(limit, limit).newEngine();
      Scratch scratch = new Scratch();
      engine.read(ByteBuffer.wrap(new byte[1]), scratch);
      byte[] piece = utf8("x".repeat(1000));
      int read = 0;
      Signal signal = Signal.NEED_INPUT;
      while (signal == Signal.NEED_INPUT && read < 10 * limit) {
        signal = engine.read(ByteBuffer.wrap(piece), scratch);
        read += piece.length;
        assertThat(engine.heldBytes()).isLessThanOrEqualTo(limit);
      }
      assertThat(signal).isEqualTo(Signal.FAILED);
      assertThat(engine.closeStatus().code()).isEqualTo(1009);
      assertThat(read).isBetween(limit, limit + 1000);
      assertThat(engine.heldBytes()).isZero();
    }
  }

  @Test
  void aFailureBeforeTheEndOfAPacketDiscardsTheRestOfIt() {
    List<Event> events = runner.run(concat(draft00Text("good"), hex("80 05"), draft00Text("no")));
    assertThat(events).hasSize(2).first().isEqualTo(Event.text("good"));
  }
}
