package org.drafthorse.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code mvn -Pwar} says when it cannot serve. */
@Timeout(60)
final class StockJettyTest {

  @Test
  void aPortInUseIsOneLineAndStatus1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      assertThat(complaint(port))
          .isEqualTo("drafthorse: cannot listen on port " + port + ": Address already in use\n");
    }
  }

  @Test
  void aWrongPortIsOneLineAndStatus1() throws Exception {
    assertThat(complaint("65536"))
        .matches("drafthorse: cannot listen on port 65536: Port value out of range.*\\R");
  }

  private static String complaint(String port) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "classes").toString(),
                StockJetty.class.getName(),
                "no-jetty-home",
                "no-base",
                port)
            .redirectErrorStream(true)
            .start();
    String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    return all;
  }
}
