package org.drafthorse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.drafthorse.runtime.LogCapture;
import org.drafthorse.runtime.Setup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is thrown, wherever: that connection ends, the rest is served, and every buffer, place
 * and thread comes back. For as long as {@code -Dfuzz.seconds=} says, each seam in turn, at a call
 * of it that chance chooses; the table of those that were tried is {@code target/faults.md}.
 */
class FaultsTest {

  private static final int SECONDS = Integer.getInteger("drafthorse.fuzz.seconds", 5);
  private static final Path TABLE = Path.of("target", "faults.md");
  private static final List<String> SETUPS =
      Stream.concat(
              Arrays.stream(Setup.values()).map(Enum::name), Stream.of(FaultScenario.OWN_EXECUTOR))
          .toList();

  private static final Class<?> SCENARIO = load();

  private final Logger logger = Logger.getLogger("org.drafthorse");
  private final Handler handler = new FailingHandler();
  private final FaultTable table = new FaultTable();

  /** How often each seam is called, in each setup. */
  private final Map<String, Map<String, Integer>> calls = new TreeMap<>();

  private LogCapture log;

  @BeforeEach
  void keepTheLogOffTheConsole() {
    log = new LogCapture("org.drafthorse");
    logger.addHandler(handler);
  }

  @AfterEach
  void end() {
    logger.removeHandler(handler);
    log.close();
  }

  @Test
  void whateverIsThrownWhereverEndsNothingButItsConnection() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (String each : SETUPS) {
      assertThat(run(each, "", 0, Fault.EXCEPTION)).isEmpty();
      calls.put(each, Seams.calls());
    }
    Random random = new Random();
    List<Throwing> throwings = List.of();
    int runs = 0;
    while (System.nanoTime() < end) {
      if (runs == throwings.size()) {
        throwings = throwings(random);
        runs = 0;
      }
      attempt(throwings.get(runs));
      runs++;
    }
    table.write(TABLE);
    System.out.println("faults: " + table.summary());
    assertThat(table.wrong()).isEmpty();
  }

  /** Each fault at each seam once, in one of the setups where there is such a call. */
  private List<Throwing> throwings(Random random) {
    List<Throwing> all = new ArrayList<>();
    calls.values().stream()
        .flatMap(each -> each.keySet().stream())
        .distinct()
        .forEach(
            seam -> {
              for (Fault fault : Fault.values()) {
                List<String> setups =
                    SETUPS.stream().filter(each -> calls.get(each).containsKey(seam)).toList();
                String setup = setups.get(random.nextInt(setups.size()));
                int call = 1 + random.nextInt(calls.get(setup).get(seam));
                all.add(new Throwing(setup, seam, call, fault));
              }
            });
    Collections.shuffle(all, random);
    return all;
  }

  private record Throwing(String setup, String seam, int call, Fault fault) {}

  private void attempt(Throwing what) throws Exception {
    List<String> faults = run(what.setup(), what.seam(), what.call(), what.fault());
    if (Seams.disarm()) {
      table.thrown(what.seam(), what.fault());
    }
    if (!faults.isEmpty()) {
      table.wrong(what.seam(), what + ": " + faults);
    }
  }

  private static Class<?> load() {
    try {
      SeamLoader loader =
          new SeamLoader(
              name ->
                  name.endsWith(".FakeTransport")
                      || Files.exists(
                          Path.of("target", "classes", name.replace('.', '/') + ".class")));
      return loader.loadClass(FaultScenario.class.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> run(String setup, String seam, int call, Fault fault)
      throws Exception {
    Constructor<?> constructor = SCENARIO.getDeclaredConstructor(String.class);
    constructor.setAccessible(true);
    FutureTask<List<String>> scenario =
        new FutureTask<>((Callable<List<String>>) constructor.newInstance(setup));
    Thread thread = new Thread(scenario, "scenario");
    thread.setDaemon(true);
    Seams.arm(seam, call, fault);
    thread.start();
    try {
      return scenario.get(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return List.of("it does not end: " + Arrays.toString(thread.getStackTrace()));
    }
  }

  /** An application's, for whatever logging it has. */
  private static final class FailingHandler extends Handler {

    @Override
    public void publish(LogRecord line) {
      Seams.at("Handler.publish");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
