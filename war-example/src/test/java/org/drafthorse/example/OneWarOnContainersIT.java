package org.drafthorse.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.programs.NeedsProgram;
import org.drafthorse.wire.ExampleClient;
import org.junit.jupiter.api.Test;

/** The same file on each container that the README names. */
final class OneWarOnContainersIT {

  @Test
  void stockJettyWithAllModulesServesAllResources() throws Exception {
    try (Container jetty = Container.jettyAsDocumented(0)) {
      assertServesAll(jetty, "through the upgrade of Jetty");
    }
  }

  @Test
  void stockJettyWithoutItsCdiModuleServesAllResources() throws Exception {
    try (Container jetty = Container.jettyWith("http,ee10-deploy,ee10-annotations")) {
      assertServesAll(jetty, "through the upgrade of Jetty");
    }
  }

  @Test
  void stockJettyWithoutAnnotationsServesWhatWebXmlNames() throws Exception {
    try (Container jetty = Container.jettyWith("http,ee10-deploy")) {
      assertEchoes(jetty);
      assertServesPages(jetty);
    }
  }

  @Test
  @NeedsProgram(Container.TOMCAT)
  void debiansTomcatServesAllResources() throws Exception {
    try (Container tomcat = Container.debianTomcat()) {
      assertServesAll(tomcat, "through HttpServletRequest.upgrade of Apache Tomcat/10.1");
    }
  }

  private static void assertServesAll(Container container, String way) throws Exception {
    assertEchoes(container);
    assertServesPages(container);
    try (ExampleClient chat = ExampleClient.open(container.port(), "/chat?name=ann")) {
      assertThat(chat.text()).isEqualTo("* ann joined");
      assertThat(chat.text()).isEqualTo("* here: ann (13)");
      try (ExampleClient visitors = ExampleClient.open(container.port(), "/visitors")) {
        assertThat(visitors.text()).isEqualTo("echo 0, chat 1");
      }
      chat.send("hello\nworld");
      assertThat(chat.text()).isEqualTo("ann: hello world");
    }
    assertThat(container.log()).contains(way).doesNotContain("Exception");
  }

  private static void assertEchoes(Container container) throws Exception {
    for (ProtocolVersion version : ProtocolVersion.values()) {
      assertThat(ExampleClient.echo(container.port(), version, "http://localhost:1"))
          .as("%s", version)
          .isEqualTo("hello");
      assertThat(ExampleClient.status(container.port(), version, "http://evil.example"))
          .as("%s", version)
          .isEqualTo(403);
    }
  }

  private static void assertServesPages(Container container) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    URI root = URI.create("http://127.0.0.1:" + container.port() + "/");
    for (String each : List.of("", "app.css", "chat.css", "link.js", "chat.js")) {
      HttpRequest request = HttpRequest.newBuilder(root.resolve(each)).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .as(each)
          .isEqualTo(200);
    }
  }
}
