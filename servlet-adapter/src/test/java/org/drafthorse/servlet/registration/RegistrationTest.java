package org.drafthorse.servlet.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.AnnotatedProbes;
import org.drafthorse.servlet.registration.war.BeanProbes;
import org.drafthorse.servlet.registration.war.Probe;
import org.drafthorse.servlet.registration.war.ProbeListener;
import org.drafthorse.servlet.registration.war.ProbeOptions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract for web applications: each way to register, in each container. */
@ParameterizedClass(name = "{0}")
@MethodSource("ways")
final class RegistrationTest extends RegistrationContract {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static Deployed deployed;

  @Parameter Way way;

  /** How a web application registers the probe, and where. */
  record Way(String title, Containers.Kind kind, UnaryOperator<War> content) {
    @Override
    public String toString() {
      return title + ", " + kind;
    }
  }

  static Stream<Way> ways() {
    Map<String, UnaryOperator<War>> contents = new LinkedHashMap<>();
    contents.put("web.xml", war -> war.classes(Probe.class).webXml(WebXml.filter(parameters())));
    contents.put("annotations", war -> war.classes(Probe.class, AnnotatedProbes.class));
    contents.put("code", war -> war.classes(Probe.class, ProbeListener.class, ProbeOptions.class));
    contents.put("Weld", war -> war.with(Cdi.WELD).classes(Probe.class, BeanProbes.class));
    contents.put(
        "OpenWebBeans", war -> war.with(Cdi.OPEN_WEB_BEANS).classes(Probe.class, BeanProbes.class));
    return Stream.of(Containers.Kind.values())
        .flatMap(
            kind ->
                contents.entrySet().stream()
                    .map(each -> new Way(each.getKey(), kind, each.getValue())));
  }

  @BeforeParameterizedClassInvocation
  static void deploy(Way way) throws Exception {
    deployed =
        CONTAINERS
            .get(way.kind())
            .deploy(way.content().apply(War.named("probe-" + way.title() + "-" + way.kind())));
  }

  @AfterParameterizedClassInvocation
  static void undeploy() {
    if (deployed != null) {
      deployed.close();
      deployed = null;
    }
  }

  @Override
  protected Site site() {
    return new Site() {
      @Override
      public int port() {
        return deployed.port();
      }

      @Override
      public String path(String resource) {
        return deployed.context().getContextPath() + resource;
      }
    };
  }

  /** The same options as {@link ProbeOptions}: some for all resources, some for each. */
  private static Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("origins", "same-host, https://good.example");
    parameters.put("overflow", "drop");
    parameters.put("max-message-size", "1m");
    for (String mode : new String[] {"direct", "executor", "own"}) {
      parameters.put(
          "/" + mode,
          Probe.class.getName()
              + """

              versions = 13, 8
              max-message-size = 1k; ping-interval=20s
              idle-timeout=2m;
              listener="""
              + mode);
    }
    return parameters;
  }
}
