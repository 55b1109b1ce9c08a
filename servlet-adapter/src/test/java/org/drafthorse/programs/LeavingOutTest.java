package org.drafthorse.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

final class LeavingOutTest {

  private static final String BUILD = "this build";

  @TempDir Path modules;

  @Test
  void everyTestOfASuiteIsLeftOutAndCountedAndNothingOfItRuns() throws IOException {
    run(WithoutPrograms.class, false)
        .testEvents()
        .assertStatistics(all -> all.started(4).aborted(4));
    assertThat(LeftOut.summary(modules, BUILD))
        .containsExactly(
            "Left out, as programs are missing that .ci/run installs:",
            "  4 tests of WithoutPrograms for want of no-such-program, /no/such/directory");
  }

  @Test
  void ofAMethodTheOthersOfItsClassRun() throws IOException {
    run(OneWithout.class, false)
        .testEvents()
        .assertStatistics(all -> all.started(2).aborted(1).succeeded(1));
    assertThat(LeftOut.summary(modules, BUILD))
        .last()
        .isEqualTo("  1 test of OneWithout for want of no-such-program");
  }

  @Test
  void ofParametersThatNeedProgramsTheOthersRun() throws IOException {
    run(SomeParametersWithout.class, false)
        .testEvents()
        .assertStatistics(all -> all.started(3).aborted(1).succeeded(2));
    run(OneOfItsParametersWithout.class, false)
        .testEvents()
        .assertStatistics(all -> all.started(2).aborted(1).succeeded(1));
    assertThat(LeftOut.summary(modules, BUILD))
        .contains(
            "  1 test of OneOfItsParametersWithout for want of no-such-program",
            "  1 test of SomeParametersWithout for want of no-such-program");
  }

  @Test
  void whereNothingMayBeMissingItFails() throws IOException {
    run(OneWithout.class, true)
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                finishedWithFailure(
                    message("no-such-program: missing, .ci/run installs what tests run"))));
    EngineExecutionResults suite = run(WithoutPrograms.class, true);
    suite.allEvents().failed().assertStatistics(all -> all.failed(1));
    suite.testEvents().assertStatistics(all -> all.started(0));
    assertThat(LeftOut.summary(modules, BUILD)).isEmpty();
  }

  @Test
  void theSummaryAddsUpModulesAndTakesNothingOfAnotherBuild() throws IOException {
    note("one", BUILD, "BTest", "horse");
    note("one", "another build", "OldTest", "horse");
    note("two/within", BUILD, "ATest", "cart");
    note("two/within", BUILD, "ATest", "cart");
    assertThat(LeftOut.summary(modules, BUILD))
        .containsExactly(
            "Left out, as programs are missing that .ci/run installs:",
            "  2 tests of ATest for want of cart",
            "  1 test of BTest for want of horse");
  }

  @Test
  void whereNothingIsLeftOutNothingIsSaid() throws IOException {
    run(WithPrograms.class, true).testEvents().assertStatistics(all -> all.succeeded(1));
    assertThat(LeftOut.summary(modules, BUILD)).isEmpty();
  }

  @Test
  void aProgramIsFoundOnThePath() {
    assertThat(Programs.find("sh")).isExecutable().hasFileName("sh");
  }

  private void note(String module, String build, String suite, String missing) throws IOException {
    Path file = modules.resolve(module).resolve(LeftOut.FILE);
    Files.createDirectories(file.getParent());
    LeftOut.note(file, build, suite, missing);
  }

  private EngineExecutionResults run(Class<?> tests, boolean require) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .configurationParameter(LeavingOut.REQUIRE, Boolean.toString(require))
        .configurationParameter(
            LeavingOut.FILE, modules.resolve("module").resolve(LeftOut.FILE).toString())
        .configurationParameter(LeftOut.BUILD, BUILD)
        .execute();
  }

  @NeedsProgram({"no-such-program", "sh", "/no/such/directory"})
  static final class WithoutPrograms {
    @BeforeAll
    @AfterAll
    static void fail() {
      throw new AssertionError("it needs the programs");
    }

    @BeforeEach
    @AfterEach
    void failToo() {
      fail();
    }

    @Test
    void plain() {
      fail();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void withParameters(Integer number) {
      assertThat(number).isNull();
    }
  }

  static final class OneWithout {
    @Test
    void runs() {
      assertThat(List.of()).isEmpty();
    }

    @Test
    @NeedsProgram("no-such-program")
    void needs() {
      WithoutPrograms.fail();
    }
  }

  enum Kind implements ProgramUser {
    PLAIN,
    WITHOUT;

    @Override
    public List<String> programs() {
      return List.of(this == PLAIN ? "sh" : "no-such-program");
    }
  }

  @ExtendWith(LeavingOut.class)
  static final class SomeParametersWithout {
    @ParameterizedTest
    @EnumSource
    void runs(Kind kind) {
      assertThat(kind).isEqualTo(Kind.PLAIN);
    }

    @Test
    void hasNoParameters() {
      assertThat(List.of()).isEmpty();
    }
  }

  @ParameterizedClass
  @EnumSource
  @ExtendWith(LeavingOut.class)
  static final class OneOfItsParametersWithout implements ProgramUser {
    @Parameter Kind kind;

    @Override
    public List<String> programs() {
      return kind.programs();
    }

    @BeforeEach
    @AfterEach
    void needs() {
      assertThat(kind).isEqualTo(Kind.PLAIN);
    }

    @Test
    void runs() {
      needs();
    }
  }

  @NeedsProgram("sh")
  static final class WithPrograms {
    @Test
    void runs() {
      assertThat(Programs.has(List.of("sh"))).isTrue();
    }
  }
}
