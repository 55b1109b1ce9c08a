package org.drafthorse.servlet.registration;

import java.io.IOException;
import org.drafthorse.ListenerMode;
import org.drafthorse.jetty.WebSocketServer;
import org.drafthorse.servlet.registration.war.Probe;
import org.drafthorse.servlet.registration.war.ProbeOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract for a program with a server of its own. */
final class MainRegistrationTest extends RegistrationContract {

  private static WebSocketServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        WebSocketServer.builder()
            .resource("/direct", new Probe(), ProbeOptions.of(ListenerMode.DIRECT))
            .resource("/executor", new Probe(), ProbeOptions.of(ListenerMode.EXECUTOR))
            .resource("/own", new Probe(), ProbeOptions.of(ListenerMode.OWN))
            .build();
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Override
  protected Site site() {
    return new Site() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public String path(String resource) {
        return resource;
      }
    };
  }
}
