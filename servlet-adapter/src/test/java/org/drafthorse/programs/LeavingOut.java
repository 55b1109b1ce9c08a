package org.drafthorse.programs;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Aborts each test whose programs are missing, and notes it. Unlike a condition on the class it
 * lets JUnit take every test in turn, so that those of each parameter are counted.
 */
public final class LeavingOut
    implements BeforeAllCallback, BeforeEachCallback, InvocationInterceptor {

  /** Set by {@code -Drequire.programs}: nothing may be missing. */
  static final String REQUIRE = "require.programs";

  /** Where it is noted, if not in {@link LeftOut#FILE}. */
  static final String FILE = "drafthorse.left-out";

  /** One failure of a suite says enough. */
  @Override
  public void beforeAll(ExtensionContext context) {
    List<String> ignored = missing(programs(context), context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    leaveOutWithout(programs(context), context);
    leaveOutWithout(programs(context.getRequiredTestInstance()), context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    for (Object each : method.getArguments()) {
      leaveOutWithout(programs(each), context);
    }
    invocation.proceed();
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedUnlessLeftOut(invocation, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceedUnlessLeftOut(invocation, context);
  }

  private static void leaveOutWithout(List<String> programs, ExtensionContext context) {
    List<String> missing = missing(programs, context);
    if (missing.isEmpty()) {
      return;
    }
    String which = String.join(", ", missing);
    Path file = context.getConfigurationParameter(FILE).map(Path::of).orElse(LeftOut.FILE);
    String build = context.getConfigurationParameter(LeftOut.BUILD).orElse("none");
    LeftOut.note(file, build, context.getRequiredTestClass().getSimpleName(), which);
    throw new TestAbortedException("for want of " + which);
  }

  private static List<String> missing(List<String> programs, ExtensionContext context) {
    List<String> missing = Programs.missing(programs);
    if (!missing.isEmpty()
        && context.getConfigurationParameter(REQUIRE).map(Boolean::valueOf).orElse(false)) {
      throw new AssertionError(
          String.join(", ", missing) + ": missing, .ci/run installs what tests run");
    }
    return missing;
  }

  private static void proceedUnlessLeftOut(Invocation<Void> invocation, ExtensionContext context)
      throws Throwable {
    if (Programs.has(programs(context))) {
      invocation.proceed();
    } else {
      invocation.skip();
    }
  }

  private static List<String> programs(Object testOrParameter) {
    return testOrParameter instanceof ProgramUser user ? user.programs() : List.of();
  }

  private static List<String> programs(ExtensionContext context) {
    Stream<Optional<? extends AnnotatedElement>> places =
        Stream.of(context.getTestClass(), context.getTestMethod());
    return places
        .flatMap(each -> AnnotationSupport.findAnnotation(each, NeedsProgram.class).stream())
        .flatMap(each -> Stream.of(each.value()))
        .toList();
  }
}
