package org.drafthorse.servlet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.drafthorse.servlet.WebSocketFilter;
import org.drafthorse.servlet.registration.Container.Deployed;
import org.drafthorse.servlet.registration.war.order.Adders;
import org.drafthorse.servlet.registration.war.order.EndOfChain;
import org.drafthorse.servlet.registration.war.order.Noting;
import org.drafthorse.servlet.registration.war.order.Ordered;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter that is added where web.xml declares none, and its place. */
@Timeout(60)
final class AutomaticFilterTest {

  @RegisterExtension static final Containers CONTAINERS = new Containers();

  private static final String FIRST =
      "<filter><filter-name>web.xml</filter-name><filter-class>"
          + Noting.class.getName()
          + "</filter-class><async-supported>true</async-supported></filter>"
          + WebXml.mapping("web.xml");

  @BeforeEach
  void clear() {
    Ledger.clear();
  }

  @ParameterizedTest
  @EnumSource
  void itIsBehindAllFiltersOfTheApplication(Containers.Kind kind) throws Exception {
    War war =
        war("order")
            .webXml(FIRST)
            .classes(Adders.class)
            .file(
                "WEB-INF/classes/META-INF/services/jakarta.servlet.ServletContainerInitializer",
                Adders.Initializer.class.getName());
    try (Deployed deployed = CONTAINERS.get(kind).deploy(war)) {
      for (String each :
          List.of("/annotated", "/by-initializer", "/by-listener", "/by-restricted-listener")) {
        Ledger.clear();
        deployed.open(each).close();
        assertThat(Ledger.page("order")).as(each).hasSize(4).endsWith("resource");
        assertThat(Ledger.page("order")).contains("web.xml", "initializer", "listener");
      }
      // Asynchronous, which all filters before must support.
      assertThat(deployed.status(deployed.handshake("/nobody"))).isEqualTo(299);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotForItGoesDownTheChain(Containers.Kind kind) throws Exception {
    try (Deployed deployed = CONTAINERS.get(kind).deploy(war("chain"))) {
      assertThat(deployed.status(deployed.handshake("/annotated"))).isEqualTo(101);
      assertThat(deployed.status(deployed.handshake("/nobody"))).isEqualTo(299);
      assertThat(deployed.get("/annotated")).startsWith("HTTP/1.1 299");
      assertThat(ours(deployed)).containsExactly("drafthorse");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSettingTurnsItOff(Containers.Kind kind) throws Exception {
    War war = war("off").webXml(WebXml.contextParameter("org.drafthorse.automatic", "false"));
    try (Deployed deployed = CONTAINERS.get(kind).deploy(war)) {
      assertThat(deployed.status(deployed.handshake("/annotated"))).isEqualTo(299);
      assertThat(ours(deployed)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSettingAlsoKeepsAnnotatedClassesFromADeclaredFilter(Containers.Kind kind)
      throws Exception {
    War war =
        war("off-declared")
            .webXml(
                WebXml.contextParameter("org.drafthorse.automatic", "false")
                    + WebXml.filter(Map.of("/declared", Ordered.class.getName())));
    try (Deployed deployed = CONTAINERS.get(kind).deploy(war)) {
      assertThat(deployed.status(deployed.handshake("/annotated"))).isEqualTo(404);
      assertThat(deployed.status(deployed.handshake("/declared"))).isEqualTo(101);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereWebXmlDeclaresOneAnnotatedClassesGoThere(Containers.Kind kind) throws Exception {
    War war =
        war("declared").webXml(FIRST + WebXml.filter(Map.of("/declared", Ordered.class.getName())));
    try (Deployed deployed = CONTAINERS.get(kind).deploy(war)) {
      assertThat(ours(deployed)).containsExactly("websocket");
      assertThat(deployed.status(deployed.handshake("/annotated"))).isEqualTo(101);
      assertThat(deployed.status(deployed.handshake("/declared"))).isEqualTo(101);
      assertThat(deployed.status(deployed.handshake("/nobody"))).isEqualTo(404);
      assertThat(deployed.get("/annotated")).startsWith("HTTP/1.1 299");
    }
  }

  private static War war(String name) {
    return War.named("filter-" + name).classes(Noting.class, Ordered.class, EndOfChain.class);
  }

  private static List<String> ours(Deployed deployed) {
    return deployed.context().getFilterRegistrations().entrySet().stream()
        .filter(each -> WebSocketFilter.class.getName().equals(each.getValue().getClassName()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
