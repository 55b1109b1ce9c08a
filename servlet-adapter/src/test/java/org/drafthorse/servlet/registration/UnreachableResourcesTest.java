package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.Latecomer;
import org.drafthorse.servlet.registration.war.Probe;
import org.drafthorse.servlet.registration.war.order.Ordered;
import org.drafthorse.wire.LogTrap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A filter that is not mapped to what it serves: one line says so at start-up. */
@Timeout(60)
final class UnreachableResourcesTest {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static final Map<String, String> PROBE = Map.of("/probe", Probe.class.getName());

  @ParameterizedTest
  @EnumSource
  void aFilterWithoutMappingIsNamedWithAllItsPaths(Containers.Kind kind) throws Exception {
    assertThat(warnings(kind, "none", ""))
        .containsExactly(
            "Filter websocket of /mapping-none has no filter-mapping: no client can reach"
                + " /annotated, /probe");
  }

  @ParameterizedTest
  @EnumSource
  void aMappingThatMissesAPathIsNamedWithIt(Containers.Kind kind) throws Exception {
    assertThat(warnings(kind, "elsewhere", url("/ws/*") + url("/annotated")))
        .containsExactly(
            "Filter websocket of /mapping-elsewhere is mapped to /annotated, /ws/* only: no client"
                + " can reach /probe");
  }

  static Stream<Arguments> enough() {
    Map<String, String> mappings =
        Map.of(
            "all",
            url("/*"),
            "exact",
            url("/probe") + url("/annotated"),
            "prefix",
            url("/probe/*") + url("/annotated/*"),
            "servlet",
            servlet("default"),
            "servlet-and-elsewhere",
            servlet("default") + url("/ws/*"),
            "all-servlets",
            servlet("*"));
    return Arrays.stream(Containers.Kind.values())
        .flatMap(
            kind ->
                mappings.entrySet().stream()
                    .map(each -> Arguments.of(kind, each.getKey(), each.getValue())));
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("enough")
  void mappingsThatCoverThemOrMayCoverThemAreNoConcern(
      Containers.Kind kind, String name, String mapping) throws Exception {
    War war = war(name, mapping);
    try (LogTrap log = new LogTrap();
        Deployed deployed = CONTAINERS.get(kind).deploy(war)) {
      assertThat(deployed.status(deployed.handshake("/probe"))).isEqualTo(101);
      assertThat(deployed.status(deployed.handshake("/annotated"))).isEqualTo(101);
      assertThat(warnings(log)).isEmpty();
    }
  }

  /** For a servlet that is a mapping to all paths, for a filter it is not. */
  @ParameterizedTest
  @EnumSource
  void aBareSlashCoversTheRootAlone(Containers.Kind kind) throws Exception {
    assertThat(warnings(kind, "slash", url("/"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRegisteredLaterIsLookedAtThen(Containers.Kind kind) throws Exception {
    War war = war("later", url("/ws/*") + url("/probe") + url("/annotated"));
    try (LogTrap log = new LogTrap();
        Deployed deployed = CONTAINERS.get(kind).deploy(war.classes(Latecomer.class))) {
      assertThat(deployed.get("/register?/ws/late")).startsWith("HTTP/1.1 200");
      assertThat(warnings(log)).isEmpty();
      assertThat(deployed.get("/register?/late")).startsWith("HTTP/1.1 200");
      assertThat(warnings(log))
          .containsExactly(
              "Filter websocket of /mapping-later is mapped to /annotated, /probe, /ws/* only: no"
                  + " client can reach /late");
    }
  }

  private static List<String> warnings(Containers.Kind kind, String name, String mapping)
      throws Exception {
    try (LogTrap log = new LogTrap();
        Deployed deployed = CONTAINERS.get(kind).deploy(war(name, mapping))) {
      assertThat(deployed.status(deployed.handshake("/probe"))).isEqualTo(404);
      return warnings(log);
    }
  }

  private static List<String> warnings(LogTrap log) {
    return log.lines().stream().filter(line -> line.contains("no client can reach")).toList();
  }

  private static War war(String name, String mapping) {
    return War.named("mapping-" + name)
        .classes(Probe.class, Ordered.class)
        .webXml(WebXml.unmappedFilter("websocket", PROBE) + mapping);
  }

  private static String url(String pattern) {
    return WebXml.mapping("websocket", "url-pattern", pattern);
  }

  private static String servlet(String name) {
    return WebXml.mapping("websocket", "servlet-name", name);
  }
}
