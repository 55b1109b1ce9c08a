package org.drafthorse.jetty;

/** The command line server. */
public final class Main {

  private Main() {}

  /** Serves until it is interrupted. */
  public static void main(String[] args) throws Exception {
    try (WebSocketServer server =
        WebSocketServer.builder().port(12345).resource("/echo", new EchoResource()).build()) {
      server.start();
      server.join();
    }
  }
}
