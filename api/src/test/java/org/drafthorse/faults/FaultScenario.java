package org.drafthorse.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.drafthorse.Deflate;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.faults.Board.Texts;
import org.drafthorse.runtime.Await;
import org.drafthorse.runtime.FakeTransport.Mode;
import org.drafthorse.runtime.Setup;
import org.drafthorse.runtime.TestServer;

/**
 * Some of everything that a server does, once, while one call throws; and then the question whether
 * all is well but for the connection where it happened.
 */
final class FaultScenario implements Callable<List<String>> {

  private final TestServer server = new TestServer();
  private final Board board = new Board();
  private final Setup setup;
  private final long number;
  private final Fault fault;
  private final List<Guest> guests = new ArrayList<>();

  /** Those who stay to the end unless they are cut. */
  private List<Guest> stayers = List.of();

  private final List<String> faults = new ArrayList<>();

  /** Made by {@link FaultsTest}, which knows this class only as it was before seams were put in. */
  FaultScenario(String setup, Long call, Fault fault) {
    this.setup = Setup.valueOf(setup);
    this.number = call;
    this.fault = fault;
  }

  /**
   * Runs it while the call of that number throws.
   *
   * @return what is wrong, in words
   */
  @Override
  public List<String> call() {
    String seam;
    Seams.arm(number, fault);
    try {
      run();
    } catch (Throwable e) {
      faults.add(e.toString());
    } finally {
      seam = Seams.disarm();
    }
    // One where it was thrown, and one whose callback it was thrown at.
    check(seam.isEmpty() ? 0 : 2);
    return faults;
  }

  private void run() {
    register();
    Guest plain = come(ProtocolVersion.V13, "", Mode.INLINE);
    Guest old = come(ProtocolVersion.V00, "", Mode.INLINE);
    Guest slow = come(ProtocolVersion.V8, "", Mode.LATER);
    Guest deflating = come(ProtocolVersion.V13, "permessage-deflate", Mode.INLINE);
    stayers = List.copyOf(guests);
    Guest separate =
        come(ProtocolVersion.V7, "permessage-deflate; server_no_context_takeover", Mode.INLINE);
    attempt(() -> plain.client().text(Texts.SMALL));
    attempt(() -> old.client().text(Texts.MIDDLE));
    attempt(() -> deflating.text(Texts.LARGE));
    fragments(plain);
    attempt(() -> plain.client().ping("ping"));
    attempt(() -> slow.client().pong("pong"));
    attempt(() -> plain.client().text("all"));
    attempt(slow::readAll);
    attempt(() -> separate.client().text("all"));
    attempt(this::postAndBroadcast);
    sweep(100);
    attempt(() -> separate.client().connection().close());
    attempt(() -> separate.client().close(1000));
    leaveInEveryWay();
    attempt(slow::readAll);
    sweep(100);
  }

  private void register() {
    Runnable registering =
        () ->
            server.register(
                "/board", board, setup.options().deflate(new Deflate(true, 100)).build());
    attempt(registering);
    if (attempt(() -> server.runtime().registry().find("/board")) == null) {
      attempt(registering);
    }
  }

  private void postAndBroadcast() {
    ResourceContext context = Objects.requireNonNull(board.context());
    attempt(() -> context.post(Texts.SMALL));
    attempt(
        () ->
            context
                .broadcast()
                .sendBinary(ByteBuffer.wrap(Texts.MIDDLE.getBytes(StandardCharsets.US_ASCII))));
  }

  private static void fragments(Guest guest) {
    byte[] part = Texts.LARGE.getBytes(StandardCharsets.US_ASCII);
    attempt(() -> guest.client().frame(0x02, part));
    attempt(() -> guest.client().frame(0x80, part));
  }

  private void leaveInEveryWay() {
    Guest closing = come(ProtocolVersion.V13, "", Mode.INLINE);
    Guest breaking = come(ProtocolVersion.V13, "", Mode.INLINE);
    Guest resetting = come(ProtocolVersion.V7, "", Mode.INLINE);
    Guest leaving = come(ProtocolVersion.V13, "", Mode.INLINE);
    Guest failing = come(ProtocolVersion.V13, "", Mode.INLINE);
    attempt(() -> closing.client().close(1000));
    attempt(() -> breaking.client().raw(new byte[] {(byte) 0xFF, 0}));
    attempt(() -> breaking.client().endOfInput());
    attempt(() -> resetting.client().raw(new byte[] {1, (byte) 0x85, 0, 0, 0, 0, 'h'}));
    attempt(() -> resetting.client().reset());
    attempt(() -> leaving.client().endOfInput());
    attempt(() -> failing.client().text("fail"));
    attempt(() -> failing.client().close(1011));
  }

  private void check(int mayBeCut) {
    // As long as it takes until a task counts as lost.
    for (int i = 0; i < 12; i++) {
      sweep(1_000);
    }
    stayers.stream().filter(Guest::isOpen).forEach(this::expectEcho);
    expectEcho(come(ProtocolVersion.V13, "", Mode.INLINE));
    long cut = stayers.stream().filter(each -> !each.isOpen()).count();
    if (cut > mayBeCut) {
      faults.add(cut + " connections have ended");
    }
    for (Guest each : guests) {
      note(
          () ->
              each.checkWire(
                  Set.of(
                      Texts.SMALL, Texts.MIDDLE, Texts.LARGE, Texts.LARGE + Texts.LARGE, "all")));
      attempt(() -> each.client().reset());
    }
    // Those that were let in and never came have a time of their own.
    sweep(20_000);
    sweep(100);
    note(server::awaitNothingHeld);
    note(() -> Await.until("zips in use: " + server.zipsInUse(), () -> server.zipsInUse() == 0));
    note(() -> Await.until("onClose for all: " + board.open(), () -> board.open() == 0));
    server.close();
  }

  private void expectEcho(Guest guest) {
    try {
      guest.expectEcho("still here " + guests.indexOf(guest));
    } catch (AssertionError e) {
      // The callback that fails it may have run right now.
      if (guest.isOpen()) {
        faults.add(e.getMessage());
      }
    }
  }

  private Guest come(ProtocolVersion version, String offer, Mode mode) {
    Guest guest = null;
    // Who is not let in because something was thrown tries again.
    for (int i = 0; i < 2 && guest == null; i++) {
      guest = attempt(() -> Guest.connect(server.runtime(), "/board", version, offer, mode));
    }
    if (guest == null) {
      throw new AssertionError("nobody is let in any more");
    }
    guests.add(guest);
    return guest;
  }

  private void sweep(long millis) {
    attempt(() -> server.advance(Duration.ofMillis(millis)));
  }

  private void note(Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      faults.add(e.getMessage());
    }
  }

  private static void attempt(Runnable step) {
    Object unused =
        attempt(
            () -> {
              step.run();
              return step;
            });
  }

  /** As an adapter or an application does: what is thrown at it is its own affair. */
  private static <T> @Nullable T attempt(Callable<T> step) {
    try {
      return step.call();
    } catch (Throwable e) {
      return null;
    }
  }
}
