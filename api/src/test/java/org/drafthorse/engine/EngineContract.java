package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.drafthorse.engine.ClientFrames.concat;
import static org.drafthorse.engine.ClientFrames.hex;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ProtocolVersion.Feature;
import org.drafthorse.engine.EngineRunner.Event;
import org.junit.jupiter.api.Test;

/** What holds for every version, and for what a version cannot do, how it says so. */
abstract class EngineContract {

  private static final int LIMIT = 1000;

  private final ProtocolVersion version;
  private final EngineRunner runner;

  EngineContract(ProtocolVersion version) {
    this.version = version;
    Limits limits = Limits.builder().maxFrameSize(LIMIT).maxMessageSize(LIMIT).build();
    this.runner = EngineRunner.of(version, limits);
  }

  private byte[] text(String message) {
    return ClientFrames.text(version, message);
  }

  private byte[] close() {
    return ClientFrames.close(version);
  }

  /** How many bytes stand before the payload of a short text. */
  private int headLength() {
    return text("").length - (version == ProtocolVersion.V00 ? 1 : 0);
  }

  @Test
  void textsArriveInTheirOrder() {
    List<byte[]> frames = new ArrayList<>();
    List<Event> expected = new ArrayList<>();
    for (String message : List.of("", "a", "na\u00EFve", "\uD83D\uDE00".repeat(60), "", "z")) {
      frames.add(text(message));
      expected.add(Event.text(message));
    }
    assertThat(runner.run(concat(frames.toArray(byte[][]::new)))).isEqualTo(expected);
  }

  @Test
  void oneReadEndsWithOneEventAndLeavesTheRest() {
    ProtocolEngine engine = runner.newEngine();
    Scratch scratch = new Scratch();
    byte[] first = text("first");
    ByteBuffer in = ByteBuffer.wrap(concat(first, text("second")));
    assertThat(engine.read(in, scratch)).isEqualTo(Signal.TEXT);
    assertThat(in.position()).isEqualTo(first.length);
    assertThat(engine.text()).isEqualTo("first");
    assertThat(engine.read(in, scratch)).isEqualTo(Signal.TEXT);
    assertThat(engine.text()).isEqualTo("second");
    assertThat(engine.read(in, scratch)).isEqualTo(Signal.NEED_INPUT);
    assertThat(engine.text()).isEmpty();
  }

  @Test
  void anEmptyBufferIsNoEvent() {
    ProtocolEngine engine = runner.newEngine();
    assertThat(engine.read(ByteBuffer.allocate(0), new Scratch())).isEqualTo(Signal.NEED_INPUT);
    assertThat(runner.run(new byte[0])).isEmpty();
  }

  @Test
  void anUnfinishedMessageIsNoEvent() {
    byte[] frame = text("unfinished");
    assertThat(runner.run(Arrays.copyOf(frame, frame.length - 1))).isEmpty();
  }

  @Test
  void aBufferThatIsReusedDoesNotChangeWhatWasRead() {
    ProtocolEngine engine = runner.newEngine();
    byte[] frame = text("kept \u20AC");
    engine.read(ByteBuffer.wrap(frame), new Scratch());
    Arrays.fill(frame, (byte) 0);
    assertThat(engine.text()).isEqualTo("kept \u20AC");
  }

  @Test
  void theLimitOfAMessageIsExact() {
    assertThat(runner.run(text("x".repeat(LIMIT)))).containsExactly(Event.text("x".repeat(LIMIT)));
    List<Event> events = runner.run(text("x".repeat(LIMIT + 1)));
    assertThat(events).hasSize(1);
    assertThat(events.get(0).signal()).isEqualTo(Signal.FAILED);
    assertThat(events.get(0).status().code()).isEqualTo(1009);
  }

  @Test
  void textThatIsNotUtf8FailsAtItsByte() {
    byte[] fixture = ClientFrames.text(version, hex("61 62 ED A0 80 63"));
    runner.runToFailure(
        concat(text("before"), fixture), 1007, text("before").length + headLength() + 4);
  }

  @Test
  void aCloseWithoutAStatusIsToldAsSuch() {
    Event last = runner.runToOne(close());
    assertThat(last.signal()).isEqualTo(Signal.CLOSE);
    assertThat(last.status()).isEqualTo(CloseStatus.NO_STATUS);
  }

  @Test
  void nothingIsReadBehindAClose() {
    assertThat(runner.run(concat(text("a"), close(), text("late"), close(), hex("FF FF FF"))))
        .containsExactly(Event.text("a"), Event.close(1005, ""));
  }

  @Test
  void nothingIsReadBehindAFailure() {
    byte[] bad = ClientFrames.text(version, hex("FE"));
    List<Event> events = runner.run(concat(text("a"), bad, text("late"), close()));
    assertThat(events).extracting(Event::signal).containsExactly(Signal.TEXT, Signal.FAILED);
  }

  @Test
  void aMessageInProgressIsHeldAndThenReleased() {
    ProtocolEngine engine = runner.newEngine();
    Scratch scratch = new Scratch();
    byte[] frame = text("x".repeat(900));
    assertThat(engine.heldBytes()).isZero();
    engine.read(ByteBuffer.wrap(frame, 0, 500), scratch);
    assertThat(engine.heldBytes()).isBetween(450, 2048);
    engine.read(ByteBuffer.wrap(frame, 500, frame.length - 500), scratch);
    assertThat(engine.heldBytes()).isZero();
  }

  @Test
  void theStatusOfAFailureMayBeSent() {
    byte[] bad = ClientFrames.text(version, hex("FE"));
    Event failed = runner.runToOne(bad);
    assertThat(failed.status().isSendable()).isTrue();
    assertThat(failed.status().reason()).isNotEmpty().matches("[ -~]+");
  }

  @Test
  void opensAtOnceUnlessAChallengeIsToCome() {
    assertThat(
            ProtocolEngine.of(
                    Requests.of(version).accepted(), Limits.defaults(), null, new ArrayPool(0))
                .opensAtOnce())
        .isEqualTo(version != ProtocolVersion.V00);
  }

  @Test
  void binaryArrivesWhereTheVersionHasIt() {
    if (version.supports(Feature.BINARY)) {
      assertThat(runner.run(ClientFrames.binary((byte) 0, (byte) -1)))
          .containsExactly(Event.binary((byte) 0, (byte) -1));
    } else {
      runner.runToFailure(ClientFrames.binary((byte) 0, (byte) -1), 1002, 1);
    }
  }

  @Test
  void pingAndPongArriveWhereTheVersionHasThem() {
    byte[] both = concat(ClientFrames.ping((byte) 1), ClientFrames.pong((byte) 2));
    if (version.supports(Feature.PING)) {
      assertThat(runner.run(both)).containsExactly(Event.ping((byte) 1), Event.pong((byte) 2));
    } else {
      runner.runToFailure(both, 1002, 1);
    }
  }

  @Test
  void aStatusArrivesWhereTheVersionHasIt() {
    byte[] frame = ClientFrames.close(1001, "going");
    if (version.supports(Feature.CLOSE_STATUS)) {
      assertThat(runner.run(frame)).containsExactly(Event.close(1001, "going"));
    } else {
      runner.runToFailure(frame, 1002, 1);
    }
  }

  @Test
  void fragmentsAreJoinedWhereTheVersionHasThem() {
    byte[] begin = ClientFrames.frame(Opcode.TEXT, ClientFrames.utf8("ab"));
    byte[] end = ClientFrames.frame(ClientFrames.FIN, ClientFrames.utf8("c"));
    if (version.supports(Feature.FRAGMENTS)) {
      assertThat(runner.run(concat(begin, end))).containsExactly(Event.text("abc"));
    } else {
      runner.runToFailure(concat(begin, end), 1002, 1);
    }
  }
}
