package org.drafthorse.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.drafthorse.Deflate;
import org.drafthorse.HandshakeRequest;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceOptions;
import org.drafthorse.faults.Board.Texts;
import org.drafthorse.runtime.Await;
import org.drafthorse.runtime.FakeClient;
import org.drafthorse.runtime.FakeTransport.Mode;
import org.drafthorse.runtime.RequestHeads;
import org.drafthorse.runtime.Setup;
import org.drafthorse.runtime.TestServer;

/**
 * Some of everything that a server does, once, while one call throws; and then the question whether
 * all is well but for the connection where it happened.
 */
final class FaultScenario implements Callable<List<String>> {

  /** An executor that a resource names. */
  static final String OWN_EXECUTOR = "OWN_EXECUTOR";

  private static final int MOST_MILLIS = 15_000;

  private final TestServer server = new TestServer();
  private final Board board = new Board();
  private final String setup;
  private final ResourceOptions options;
  private final List<Guest> guests = new ArrayList<>();

  /** Those who stay to the end unless they are cut. */
  private List<Guest> stayers = List.of();

  /** How often one waited for a sweep. */
  private int swept;

  private final List<String> faults = new ArrayList<>();

  /**
   * Made by {@link FaultsTest}, which knows this class only as it was before seams were put in.
   *
   * @param setup a {@link Setup}, or {@link #OWN_EXECUTOR}
   */
  FaultScenario(String setup) {
    this.setup = setup;
    this.options = options();
  }

  /**
   * Runs it while a seam may throw, once.
   *
   * @return what is wrong, in words
   */
  @Override
  public List<String> call() {
    boolean thrown;
    try {
      run();
    } catch (Throwable e) {
      faults.add(e.toString());
    } finally {
      thrown = Seams.disarm();
    }
    // One where it was thrown, and one whose callback it was thrown at.
    int mayBeCut = thrown ? 2 : 0;
    note(() -> check(mayBeCut));
    server.close();
    return faults;
  }

  private void run() {
    register();
    attempt(() -> server.runtime().admit(RequestHeads.of("/unknown", ProtocolVersion.V13)));
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

  /** What is thrown at an application that registers, or listens, it may do again. */
  private void register() {
    Callable<ResourceContext> registering =
        () -> server.runtime().registry().register("/board", board, options);
    ResourceContext context = attempt(registering);
    ResourceContext registered = context == null ? attempt(registering) : context;
    if (setup.equals(Setup.OWN.name())) {
      Callable<Thread> listening = () -> server.listen(Objects.requireNonNull(registered));
      if (attempt(listening) == null) {
        attempt(listening);
      }
    }
  }

  private ResourceOptions options() {
    ResourceOptions.Builder options =
        setup.equals(OWN_EXECUTOR)
            ? ResourceOptions.builder().listenerMode(ListenerMode.EXECUTOR).executor(this::execute)
            : Setup.valueOf(setup).options();
    return options.deflate(new Deflate(true, 100)).origins(this::allows).build();
  }

  private void execute(Runnable task) {
    Seams.at("Executor.execute");
    FakeClient.io().execute(task);
    Seams.at("Executor.execute, done");
  }

  private boolean allows(HandshakeRequest request) {
    Seams.at("OriginPolicy.allows");
    return request.origin() == null;
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
    await("clients left", server.runtime()::clientCount);
    await("buffers held", server.runtime()::buffersInUse);
    await("bytes held", server.runtime()::heldBytes);
    await("zips in use", server::zipsInUse);
    await("no onClose", board::open);
  }

  /** Until there is none left of it; the sweep goes on meanwhile. */
  private void await(String what, LongSupplier count) {
    try {
      Await.until(what, sweeping(() -> count.getAsLong() == 0));
    } catch (AssertionError e) {
      faults.add(what + ": " + count.getAsLong());
    }
  }

  /** Other threads may be late with what the next sweep has to mend. */
  private BooleanSupplier sweeping(BooleanSupplier condition) {
    return () -> {
      boolean holds = condition.getAsBoolean();
      if (!holds) {
        // Within the time of any idle client.
        swept++;
        sweep(swept < MOST_MILLIS ? 1 : 0);
      }
      return holds;
    };
  }

  private void expectEcho(Guest guest) {
    String text = "still here " + guests.indexOf(guest);
    guest.text(text);
    try {
      Await.until(guest + " echoes", sweeping(() -> !guest.isOpen() || guest.got(text)));
    } catch (AssertionError e) {
      faults.add(e.getMessage());
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
