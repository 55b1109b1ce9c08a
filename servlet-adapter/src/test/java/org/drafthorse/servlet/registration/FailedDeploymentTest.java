package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.registration.war.Probe;
import org.drafthorse.servlet.registration.war.ProbeListener;
import org.drafthorse.servlet.registration.war.ProbeOptions;
import org.drafthorse.servlet.registration.war.Wrong;
import org.drafthorse.servlet.registration.war.cdi.PerRequest;
import org.drafthorse.wire.Await;
import org.drafthorse.wire.LogTrap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong stops the deployment, with one line in the container's log that names it. */
@Timeout(60)
final class FailedDeploymentTest {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static final String WRONG = Wrong.class.getName();

  private static long runtimesBefore;

  /** A web application that cannot be deployed, and the line that says why. */
  record Failure(Containers.Kind kind, String name, UnaryOperator<War> content, String line) {
    @Override
    public String toString() {
      return name + ", " + kind;
    }
  }

  @BeforeAll
  static void countRuntimes() {
    runtimesBefore = runtimes();
  }

  @AfterAll
  static void noRuntimeIsLeft() {
    assertThat(runtimes()).isLessThanOrEqualTo(runtimesBefore);
  }

  private static long runtimes() {
    return Histogram.ofLiveObjects().getOrDefault(WebSocketRuntime.class.getName(), 0L);
  }

  static Stream<Failure> failures() {
    return Stream.of(Containers.Kind.values())
        .flatMap(
            kind -> Stream.of(ofWebXml(kind), ofWholeWebXml(kind), ofClasses(kind), ofCdi(kind)))
        .flatMap(each -> each);
  }

  private static Stream<Failure> ofWebXml(Containers.Kind kind) {
    return Stream.of(
        webXml(
            kind,
            "limit",
            Map.of("max-message-size", "lots"),
            "init parameter max-message-size of filter websocket: a whole number below 2 Gi,"
                + " perhaps followed by k or m, not lots"),
        webXml(
            kind,
            "name",
            Map.of("orgins", "any"),
            "init parameter orgins of filter websocket: there is no such setting, and the path of"
                + " a resource begins with a slash"),
        webXml(
            kind,
            "ping",
            Map.of("/x", WRONG + "$First; ping-interval=2m"),
            "init parameter /x of filter websocket: ping-interval has to be below idle-timeout:"
                + " pingInterval PT2M is not below idleTimeout PT1M"));
  }

  private static Stream<Failure> ofWholeWebXml(Containers.Kind kind) {
    return Stream.of(
        webXml(
            kind,
            "class",
            Map.of("/y", "com.example.Nobody"),
            "init parameter /y of filter websocket: class com.example.Nobody is not there"),
        webXml(
            kind,
            "pattern",
            Map.of("/y*", WRONG + "$First"),
            "init parameter /y* of filter websocket: class "
                + WRONG
                + "$First: a resource's path begins with a slash and has no query, fragment or"
                + " pattern: /y*"),
        webXml(
            kind,
            "same-path",
            Map.of("/x", WRONG + "$First"),
            "class "
                + WRONG
                + "$First, which has @ResourcePath: there is a resource at /x already"),
        new Failure(
            kind,
            "two-filters",
            war -> war.webXml(WebXml.filter("one", Map.of()) + WebXml.filter("two", Map.of())),
            "one filter serves all resources of a web application, but there are several: [one,"
                + " two]"),
        new Failure(
            kind,
            "unserved",
            war ->
                war.classes(Probe.class, ProbeListener.class, ProbeOptions.class)
                    .webXml(WebXml.contextParameter("org.drafthorse.automatic", "false")),
            "nobody would serve the resources of this web application: it has no"
                + " org.drafthorse.servlet.WebSocketFilter, and context parameter"
                + " org.drafthorse.automatic is false, so that none is added"),
        new Failure(
            kind,
            "automatic",
            war -> war.webXml(WebXml.contextParameter("org.drafthorse.automatic", "perhaps")),
            "context parameter org.drafthorse.automatic: true or false, not perhaps"));
  }

  private static Failure webXml(
      Containers.Kind kind, String name, Map<String, String> parameters, String line) {
    return new Failure(
        kind, name, war -> war.classes(Wrong.First.class).webXml(WebXml.filter(parameters)), line);
  }

  private static Stream<Failure> ofClasses(Containers.Kind kind) {
    Stream<Failure> here =
        Stream.of(
            annotated(
                kind,
                Wrong.NotAResource.class,
                ": it does not implement org.drafthorse.WebSocketResource"),
            annotated(kind, Wrong.ThrowingLater.class, ": no luck then"),
            new Failure(
                kind,
                "same-annotation",
                war -> war.classes(Wrong.First.class, Wrong.Second.class),
                "class "
                    + WRONG
                    + "$Second, which has @ResourcePath: there is a resource at /x already"));
    // The rest has nothing to do with the container.
    return kind == Containers.Kind.JETTY ? Stream.concat(here, ofAnnotations(kind)) : here;
  }

  private static Stream<Failure> ofAnnotations(Containers.Kind kind) {
    String madePlainly =
        ": it needs to be public and concrete, with a public constructor without parameters, as"
            + " CDI is not there to make it";
    return Stream.of(
        annotated(kind, Wrong.Abstract.class, madePlainly),
        annotated(kind, Wrong.AnInterface.class, madePlainly),
        annotated(kind, Wrong.Demanding.class, madePlainly),
        annotated(kind, Wrong.Hidden.class, madePlainly),
        annotated(
            kind,
            Wrong.Throwing.class,
            ": its constructor failed: java.lang.IllegalStateException: no luck today"),
        annotated(
            kind,
            Wrong.Static.class,
            ": java.lang.ExceptionInInitializerError: For input string: \"none\""),
        annotated(kind, Wrong.Asserting.class, ": never here"),
        new Failure(
            kind,
            "static",
            war ->
                war.classes(Wrong.Static.class)
                    .webXml(WebXml.filter(Map.of("/y", WRONG + "$Static"))),
            "init parameter /y of filter websocket: class "
                + WRONG
                + "$Static cannot be loaded: java.lang.ExceptionInInitializerError: For input"
                + " string: \"none\""),
        annotated(kind, Wrong.TwoModes.class, ": listener: one, not several"),
        annotated(
            kind,
            Wrong.NoPath.class,
            ": a resource's path begins with a slash and has no query, fragment or pattern: x"),
        annotated(
            kind,
            Wrong.NoOrigin.class,
            ": origins: not an origin (scheme://host or scheme://host:port, no slash behind):"
                + " https://example.com/page"),
        annotated(kind, Wrong.Twice.class, ": listener is there twice"),
        annotated(kind, Wrong.Coloured.class, ": colour: a resource has no such setting"),
        annotated(
            kind,
            Wrong.Hasty.class,
            ": ping-interval has to be below idle-timeout: pingInterval PT1M is not below"
                + " idleTimeout PT30S"),
        annotated(
            kind,
            Wrong.Injected.class,
            ": it has @Inject, but CDI is not there to make it: add Weld or another CDI to the"
                + " application, with a WEB-INF/beans.xml and at least one class that has a scope,"
                + " and on Jetty enable the module ee10-cdi"));
  }

  private static Failure annotated(Containers.Kind kind, Class<?> type, String complaint) {
    return new Failure(
        kind,
        type.getSimpleName(),
        war -> war.classes(type),
        "class " + type.getName() + ", which has @ResourcePath" + complaint);
  }

  /** Weld in one container, OpenWebBeans in the other. */
  private static Stream<Failure> ofCdi(Containers.Kind kind) {
    String notMakeable =
        ": CDI cannot make it: it needs to be concrete, with a constructor that has @Inject or no"
            + " parameters";
    return kind == Containers.Kind.JETTY
        ? Stream.of(
            withCdi(kind, Wrong.Throwing.class, ": CDI cannot make it: no luck today"),
            withCdi(kind, Wrong.Demanding.class, notMakeable))
        : Stream.of(
            withCdi(
                kind,
                Wrong.Throwing.class,
                ": CDI cannot make it: java.lang.reflect.InvocationTargetException: no luck today"),
            withCdi(kind, Wrong.Demanding.class, notMakeable),
            withCdi(kind, Wrong.AnInterface.class, notMakeable),
            withCdi(
                kind,
                Wrong.OfRequest.class,
                ": CDI cannot make it: one object serves all clients, which a bean of"
                    + " RequestScoped cannot; ApplicationScoped can"));
  }

  private static Failure withCdi(Containers.Kind kind, Class<?> type, String complaint) {
    Cdi cdi = kind == Containers.Kind.JETTY ? Cdi.WELD : Cdi.OPEN_WEB_BEANS;
    return new Failure(
        kind,
        type.getSimpleName() + "-" + cdi,
        // A bean, as Weld does not start without any.
        war -> war.with(cdi).classes(type, PerRequest.class),
        "class " + type.getName() + ", which has @ResourcePath" + complaint);
  }

  @ParameterizedTest
  @EnumSource
  void whatCdiSaysInManyLinesIsOneLine(Containers.Kind kind) throws Exception {
    Failure failure = withCdi(kind, Wrong.Unsatisfied.class, ": CDI cannot make it: ");
    try (LogTrap log = new LogTrap()) {
      deploy(failure);
      assertThat(log.lines())
          .anySatisfy(line -> assertThat(line).startsWith(failure.line()).contains("Comparable"));
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theLogNamesWhatIsWrongAndNothingStays(Failure failure) throws Exception {
    try (LogTrap log = new LogTrap()) {
      deploy(failure);
      assertThat(log.lines()).contains(failure.line());
    }
    Await.until(() -> "threads are left: " + ourThreads(), () -> ourThreads().isEmpty());
  }

  private static void deploy(Failure failure) throws Exception {
    Container container = CONTAINERS.get(failure.kind());
    War war = failure.content().apply(War.named("failure-" + failure.name()));
    assertThatThrownBy(() -> container.deploy(war).close()).isInstanceOf(Exception.class);
  }

  private static List<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().startsWith("drafthorse-"))
        .toList();
  }
}
