package org.drafthorse.fuzz;

import static org.drafthorse.fuzz.Checks.same;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.drafthorse.Limits;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.engine.EngineRunner.Event;
import org.drafthorse.engine.Signal;

/** Any bytes: our engine of version 13 and Netty's decoder take the same messages out of them. */
final class NettyProbe implements Consumer<byte[]> {

  private static final int LIMIT = 200;
  private static final Limits LIMITS =
      Limits.builder()
          .maxFrameSize(LIMIT)
          .maxMessageSize(LIMIT)
          .maxFragments(Integer.MAX_VALUE)
          .build();

  /** The longest header and frame: enough to complete what is in progress. */
  private static final int COMPLETION = 14 + LIMIT;

  private final EngineProbe ours = EngineProbe.of(ProtocolVersion.V13);
  private final NettyReader netty = new NettyReader(LIMIT);

  @Override
  public void accept(byte[] bytes) {
    List<Event> found = ours.read(bytes, LIMITS, ByteBuffer.wrap(bytes));
    boolean failed = !found.isEmpty() && found.get(found.size() - 1).signal() == Signal.FAILED;
    // We fail at the first bad byte, Netty at the end of its header or frame.
    byte[] whole = failed ? Arrays.copyOf(bytes, bytes.length + COMPLETION) : bytes;
    same(words(found), words(netty.read(whole)), "what we and Netty make of it");
  }

  private static List<String> words(List<Event> events) {
    return events.stream().map(NettyProbe::words).toList();
  }

  private static String words(Event event) {
    if (event.signal() == Signal.FAILED) {
      // With two faults in one frame, either may be the one that is told.
      return "FAILED";
    }
    if (event.content() instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return event.signal() + " " + Arrays.toString(copy);
    }
    return event.signal() + " " + event.content();
  }
}
