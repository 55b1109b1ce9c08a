package org.drafthorse.fuzz;

import static org.drafthorse.fuzz.Checks.require;
import static org.drafthorse.fuzz.Checks.same;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.Inflater;
import org.drafthorse.Limits;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.ArrayPool;
import org.drafthorse.engine.ClientHandshake;
import org.drafthorse.engine.EngineRunner.Event;
import org.drafthorse.engine.ProtocolEngine;
import org.drafthorse.engine.Requests;
import org.drafthorse.engine.Scratch;
import org.drafthorse.engine.Signal;
import org.drafthorse.engine.deflate.MessageInflater;
import org.drafthorse.engine.deflate.ZipPool;

/**
 * Any bytes behind a handshake: the engine throws nothing, keeps to its limits, tells nothing after
 * the end, and tells the same however the bytes are cut.
 */
final class EngineProbe implements Consumer<byte[]> {

  private static final int LARGEST_FRAME = 200;
  private static final int LARGEST_MESSAGE = 300;
  private static final Limits LIMITS =
      Limits.builder()
          .maxFrameSize(LARGEST_FRAME)
          .maxMessageSize(LARGEST_MESSAGE)
          .maxFragments(5)
          .build();

  /** What an inflater counts for while a message is in progress. */
  private static final int INFLATER = 48 * 1024;

  private final ClientHandshake client;
  private final @Nullable Boolean takeover;
  private final ZipPool<Inflater> inflaters = ZipPool.ofInflaters(1);
  private final ArrayPool arrays = new ArrayPool(1 << 20);

  private EngineProbe(ProtocolVersion version, @Nullable Boolean takeover) {
    this.client = Requests.of(version).accepted();
    this.takeover = takeover;
  }

  static EngineProbe of(ProtocolVersion version) {
    return new EngineProbe(version, null);
  }

  /** Of version 13 with permessage-deflate. */
  static EngineProbe deflating(boolean takeover) {
    return new EngineProbe(ProtocolVersion.V13, takeover);
  }

  @Override
  public void accept(byte[] bytes) {
    List<Event> whole = read(bytes, LIMITS, ByteBuffer.wrap(bytes));
    same(read(bytes, LIMITS, oneByOne(bytes)), whole, "byte by byte");
    same(read(bytes, LIMITS, anyhow(bytes)), whole, "in pieces");
  }

  /** The events of a fresh engine that gets these pieces. */
  List<Event> read(byte[] bytes, Limits limits, ByteBuffer... pieces) {
    MessageInflater inflater = takeover == null ? null : new MessageInflater(inflaters, takeover);
    ProtocolEngine engine = ProtocolEngine.of(client, limits, inflater, arrays);
    Scratch scratch = new Scratch();
    List<Event> events = new ArrayList<>();
    int fed = 0;
    for (ByteBuffer piece : pieces) {
      fed += piece.remaining();
      readAll(engine, piece, scratch, events, limits);
      checkMemory(engine, fed, limits);
    }
    same(fed, bytes.length, "all bytes are fed");
    engine.close();
    same(inflaters.inUse(), 0, "inflaters in use");
    return events;
  }

  private static void readAll(
      ProtocolEngine engine, ByteBuffer piece, Scratch scratch, List<Event> events, Limits limits) {
    boolean ended = !events.isEmpty() && isLast(events.get(events.size() - 1).signal());
    while (true) {
      int before = piece.position();
      Signal signal = engine.read(piece, scratch);
      if (signal == Signal.NEED_INPUT) {
        break;
      }
      require(!ended, "an event after the end");
      ended = isLast(signal);
      require(piece.position() > before || ended, "an event takes at least a byte");
      events.add(event(signal, engine, limits));
    }
    require(!piece.hasRemaining(), "input is left over");
  }

  private static boolean isLast(Signal signal) {
    return signal == Signal.CLOSE || signal == Signal.FAILED;
  }

  private static Event event(Signal signal, ProtocolEngine engine, Limits limits) {
    int most = limits.maxMessageSize();
    switch (signal) {
      case TEXT -> {
        byte[] utf8 = engine.text().getBytes(StandardCharsets.UTF_8);
        require(utf8.length <= most, "a text above the limit");
        same(engine.textBytes(), utf8.length, "the bytes of a text");
        same(new String(utf8, StandardCharsets.UTF_8), engine.text(), "a text in UTF-8");
        return Event.text(engine.text());
      }
      case BINARY -> require(engine.data().length <= most, "a message above the limit");
      case PING, PONG -> require(engine.data().length <= 125, "a control frame above the limit");
      case FAILED -> require(engine.closeStatus().isSendable(), "a status that cannot be sent");
      default -> {}
    }
    return isLast(signal)
        ? new Event(signal, engine.closeStatus())
        : new Event(signal, ByteBuffer.wrap(engine.data()));
  }

  private void checkMemory(ProtocolEngine engine, int fed, Limits limits) {
    int held = engine.heldBytes();
    int most = Math.max(1024, limits.maxMessageSize() + 1);
    most += (int) ArrayPool.excess(most);
    if (takeover != null) {
      require(held <= most + INFLATER, "more is held than a message takes");
    } else {
      require(held <= most, "more is held than a message may have");
      require(held <= 1024 + 4 * fed, "more is held than what came is worth");
    }
  }

  private static ByteBuffer[] oneByOne(byte[] bytes) {
    ByteBuffer[] pieces = new ByteBuffer[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pieces[i] = ByteBuffer.wrap(bytes, i, 1);
    }
    return pieces;
  }

  /** Cut at places that depend on the bytes alone, so that a run can be repeated. */
  private static ByteBuffer[] anyhow(byte[] bytes) {
    Random random = new Random(Arrays.hashCode(bytes));
    int[] cuts = random.ints(random.nextInt(6), 0, bytes.length + 1).sorted().toArray();
    ByteBuffer[] pieces = new ByteBuffer[cuts.length + 1];
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    for (int i = 0; i <= cuts.length; i++) {
      int from = i == 0 ? 0 : cuts[i - 1];
      pieces[i] = direct.slice(from, (i == cuts.length ? bytes.length : cuts[i]) - from);
    }
    return pieces;
  }
}
