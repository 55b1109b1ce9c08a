package org.drafthorse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Inflater;
import org.drafthorse.CloseStatus;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.deflate.DeflateAgreement;
import org.drafthorse.engine.deflate.MessageInflater;
import org.drafthorse.engine.deflate.ZipPool;

/**
 * Feeds bytes to fresh engines: whole, byte by byte, and cut in two at every point. Whatever the
 * cuts, the events have to be the same.
 */
public final class EngineRunner {

  /** The eight bytes with which version 00 ends its handshake. */
  static final byte[] KEY3 = ClientFrames.utf8("WjN}|M(6");

  /** Fixtures up to this length are cut at every point, longer ones at some. */
  private static final int SHORT_FIXTURE = 1500;

  private final ProtocolVersion version;
  private final Limits limits;
  private final boolean challenged;
  private final @Nullable DeflateAgreement deflate;
  private final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(1);

  /** One for all, so that an engine finds what others left behind. */
  private final ArrayPool arrays = new ArrayPool(1 << 20);

  private EngineRunner(
      ProtocolVersion version,
      Limits limits,
      boolean challenged,
      @Nullable DeflateAgreement deflate) {
    this.version = version;
    this.limits = limits;
    this.challenged = challenged;
    this.deflate = deflate;
  }

  /** Engines that take messages at once: those of version 00 have had their challenge. */
  public static EngineRunner of(ProtocolVersion version) {
    return of(version, Limits.defaults());
  }

  public static EngineRunner of(ProtocolVersion version, Limits limits) {
    return new EngineRunner(version, limits, true, null);
  }

  /** Engines of version 00 that still wait for the eight bytes. */
  public static EngineRunner beforeChallenge() {
    return new EngineRunner(ProtocolVersion.V00, Limits.defaults(), false, null);
  }

  /** Engines for clients that have agreed on permessage-deflate. */
  public static EngineRunner deflating(ProtocolVersion version, Limits limits, boolean takeover) {
    return new EngineRunner(
        version, limits, true, new DeflateAgreement(takeover, takeover, 15, false));
  }

  public ProtocolEngine newEngine() {
    MessageInflater inflater =
        deflate == null ? null : new MessageInflater(inflaters, deflate.clientTakeover());
    ProtocolEngine engine =
        ProtocolEngine.of(Requests.of(version).accepted(), limits, inflater, arrays);
    if (challenged && !engine.opensAtOnce()) {
      assertThat(engine.read(ByteBuffer.wrap(KEY3), new Scratch())).isEqualTo(Signal.OPENED);
    }
    return engine;
  }

  /** The events of the fixture, after it was fed in all ways and they agree. */
  public List<Event> run(byte[] fixture) {
    List<Event> whole = whole(fixture);
    assertThat(inPieces(ByteBuffer.allocateDirect(fixture.length).put(fixture).flip()))
        .as("from a direct buffer")
        .isEqualTo(whole);
    assertThat(byteByByte(fixture)).as("byte by byte").isEqualTo(whole);
    int step = 1 + fixture.length / SHORT_FIXTURE;
    for (int cut = 1; cut < fixture.length; cut += step) {
      assertThat(split(fixture, cut)).as("cut at %s", cut).isEqualTo(whole);
    }
    return whole;
  }

  /** The only event of the fixture, after it was fed in all ways. */
  public Event runToOne(byte[] fixture) {
    List<Event> events = run(fixture);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /**
   * Feeds in all ways; the last event must be a failure with that code, and come at that byte.
   *
   * @param atByte how many bytes have been read when the engine fails, counted from the first
   */
  public void runToFailure(byte[] fixture, int code, int atByte) {
    List<Event> events = run(fixture);
    assertThat(events).isNotEmpty();
    Event last = events.get(events.size() - 1);
    assertThat(last.signal()).isEqualTo(Signal.FAILED);
    assertThat(last.status().code()).isEqualTo(code);
    assertThat(failsAt(fixture)).as("bytes read at the failure").isEqualTo(atByte);
  }

  public List<Event> whole(byte[] fixture) {
    return split(fixture);
  }

  public List<Event> byteByByte(byte[] fixture) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int i = 0; i < fixture.length; i++) {
      pieces.add(ByteBuffer.wrap(fixture, i, 1).slice());
    }
    return inPieces(pieces.toArray(ByteBuffer[]::new));
  }

  /** Feeds the pieces between the cuts, which must ascend. */
  public List<Event> split(byte[] fixture, int... cuts) {
    ByteBuffer[] pieces = new ByteBuffer[cuts.length + 1];
    int start = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int end = i < cuts.length ? cuts[i] : fixture.length;
      pieces[i] = ByteBuffer.wrap(fixture, start, end - start);
      start = end;
    }
    return inPieces(pieces);
  }

  /** How many bytes the engine reads until it fails, one by one; -1 if it does not. */
  public int failsAt(byte[] fixture) {
    ProtocolEngine engine = newEngine();
    for (int i = 0; i < fixture.length; i++) {
      ByteBuffer one = ByteBuffer.wrap(fixture, i, 1);
      Signal signal;
      do {
        signal = engine.read(one, new Scratch());
        if (signal == Signal.FAILED) {
          return i + 1;
        }
      } while (signal != Signal.NEED_INPUT);
    }
    engine.close();
    return -1;
  }

  private List<Event> inPieces(ByteBuffer... pieces) {
    ProtocolEngine engine = newEngine();
    Scratch scratch = new Scratch();
    List<Event> events = new ArrayList<>();
    int fed = 0;
    for (ByteBuffer piece : pieces) {
      fed += piece.remaining();
      readAll(engine, piece, scratch, events);
      assertThat(piece.hasRemaining()).as("input left over").isFalse();
      if (deflate == null) {
        assertThat(engine.heldBytes()).as("memory held").isLessThanOrEqualTo(1024 + 4 * fed);
      }
    }
    engine.close();
    assertThat(inflaters.inUse()).as("inflaters in use").isZero();
    return events;
  }

  private static void readAll(
      ProtocolEngine engine, ByteBuffer in, Scratch scratch, List<Event> events) {
    Signal signal = engine.read(in, scratch);
    while (signal != Signal.NEED_INPUT) {
      boolean ended = !events.isEmpty() && events.get(events.size() - 1).isLast();
      assertThat(ended).as("%s after the end", signal).isFalse();
      events.add(Event.of(signal, engine));
      signal = engine.read(in, scratch);
    }
  }

  /**
   * One event.
   *
   * @param content a String, a ByteBuffer or a CloseStatus
   */
  public record Event(Signal signal, Object content) {

    static Event of(Signal signal, ProtocolEngine engine) {
      return switch (signal) {
        case TEXT -> text(engine.text());
        case CLOSE, FAILED -> new Event(signal, engine.closeStatus());
        default -> new Event(signal, ByteBuffer.wrap(engine.data()));
      };
    }

    public static Event text(String message) {
      return new Event(Signal.TEXT, message);
    }

    public static Event binary(byte... message) {
      return new Event(Signal.BINARY, ByteBuffer.wrap(message));
    }

    public static Event ping(byte... payload) {
      return new Event(Signal.PING, ByteBuffer.wrap(payload));
    }

    public static Event pong(byte... payload) {
      return new Event(Signal.PONG, ByteBuffer.wrap(payload));
    }

    public static Event opened(byte... answer) {
      return new Event(Signal.OPENED, ByteBuffer.wrap(answer));
    }

    public static Event close(int code, String reason) {
      return new Event(Signal.CLOSE, new CloseStatus(code, reason));
    }

    /** The status of a close or a failure. */
    public CloseStatus status() {
      assertThat(content).isInstanceOf(CloseStatus.class);
      return (CloseStatus) content;
    }

    boolean isLast() {
      return signal == Signal.CLOSE || signal == Signal.FAILED;
    }

    @Override
    public String toString() {
      if (content instanceof ByteBuffer bytes) {
        byte[] start = new byte[Math.min(40, bytes.remaining())];
        bytes.duplicate().get(start);
        return signal + " of " + bytes.remaining() + ": " + HexFormat.of().formatHex(start);
      }
      String text = content.toString();
      return signal + " " + (text.length() > 40 ? text.substring(0, 40) + "..." : text);
    }
  }
}
