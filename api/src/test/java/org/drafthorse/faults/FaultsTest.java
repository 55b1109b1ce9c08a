package org.drafthorse.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drafthorse.runtime.LogCapture;
import org.drafthorse.runtime.Setup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is thrown, wherever: that connection ends, the rest is served, and every buffer, place
 * and thread comes back. For as long as {@code -Dfuzz.seconds=} says, with as many seams as there
 * is time for; the table of those that were tried is {@code target/faults.md}.
 */
class FaultsTest {

  private static final int SECONDS = Integer.getInteger("drafthorse.fuzz.seconds", 5);
  private static final List<Setup> SETUPS =
      List.of(Setup.DIRECT, Setup.DIRECT, Setup.EXECUTOR, Setup.DIRECT_EACH);

  private static final Class<?> SCENARIO = load();

  private LogCapture log;
  private final Map<String, Map<Fault, Integer>> table = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  void keepTheLogOffTheConsole() {
    log = new LogCapture("org.drafthorse");
  }

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void whateverIsThrownWhereverEndsNothingButItsConnection() throws Exception {
    for (Setup each : SETUPS) {
      assertThat(run(each, Long.MAX_VALUE, Fault.EXCEPTION)).isEmpty();
    }
    long calls = Seams.calls();
    assertThat(calls).isGreaterThan(1000);
    Random random = new Random();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int runs = 0;
    while (System.nanoTime() < end) {
      Setup setup = SETUPS.get(random.nextInt(SETUPS.size()));
      long call = 1 + random.nextLong(calls);
      for (Fault fault : Fault.values()) {
        attempt(call, fault, setup);
        runs++;
      }
    }
    write(runs);
    System.out.println("faults: " + runs + " of " + calls + " calls, " + table.size() + " seams");
    assertThat(wrong).isEmpty();
  }

  private static Class<?> load() {
    try {
      SeamLoader loader =
          new SeamLoader(
              name ->
                  !name.contains("Test")
                      && Files.exists(
                          Path.of("target", "classes", name.replace('.', '/') + ".class")));
      return loader.loadClass(FaultScenario.class.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> run(Setup setup, long call, Fault fault) throws Exception {
    Constructor<?> constructor =
        SCENARIO.getDeclaredConstructor(String.class, Long.class, Fault.class);
    constructor.setAccessible(true);
    FutureTask<List<String>> scenario =
        new FutureTask<>(
            (Callable<List<String>>) constructor.newInstance(setup.name(), call, fault));
    Thread thread = new Thread(scenario, "scenario");
    thread.setDaemon(true);
    thread.start();
    try {
      return scenario.get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return List.of("it does not end: " + Arrays.toString(thread.getStackTrace()));
    }
  }

  private void attempt(long call, Fault fault, Setup setup) throws Exception {
    List<String> faults = run(setup, call, fault);
    String seam = Seams.disarm();
    if (!seam.isEmpty()) {
      table.computeIfAbsent(seam, key -> new EnumMap<>(Fault.class)).merge(fault, 1, Integer::sum);
    }
    if (!faults.isEmpty()) {
      wrong.add(fault + " at " + seam + ", call " + call + ", " + setup + ": " + faults);
    }
  }

  private void write(int runs) throws IOException {
    StringBuilder page = new StringBuilder("# What was thrown where\n\n");
    page.append(runs).append(" times; how often at each seam. ");
    page.append(wrong.isEmpty() ? "Each time" : "Unless it is named below,");
    page.append(" its connection ended, the rest was served, and nothing was left behind.\n\n");
    page.append("| seam | ");
    page.append(Stream.of(Fault.values()).map(Fault::name).collect(Collectors.joining(" | ")));
    page.append(" |\n|---").append("|---".repeat(Fault.values().length)).append("|\n");
    table.forEach(
        (seam, counts) -> {
          page.append("| ").append(seam);
          for (Fault each : Fault.values()) {
            page.append(" | ").append(counts.getOrDefault(each, 0));
          }
          page.append(" |\n");
        });
    wrong.forEach(each -> page.append("\n- ").append(each));
    Files.writeString(Path.of("target", "faults.md"), page.toString());
  }
}
