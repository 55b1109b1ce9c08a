package org.drafthorse.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Runs the example on stock Jetty, in this process. For {@code mvn -Pwar}; it is left out of the
 * WAR. Exit status 1, with one line on standard error, if the port cannot be had.
 */
public final class StockJetty {

  private StockJetty() {}

  /**
   * Starts Jetty, and returns while it runs.
   *
   * @param args the directory of jetty-home, the base directory, and the port on 127.0.0.1
   */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    try {
      // Jetty would say it in seventy lines.
      tryToListen(args[2]);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("drafthorse: cannot listen on port " + args[2] + ": " + e.getMessage());
      System.exit(1);
    }
    URL[] start = {home.resolve("start.jar").toUri().toURL()};
    ClassLoader loader = new URLClassLoader(start, ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    String[] jettyArgs = {
      "jetty.home=" + home, "jetty.base=" + args[1], "jetty.http.port=" + args[2]
    };
    loader
        .loadClass("org.eclipse.jetty.start.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) jettyArgs);
  }

  private static void tryToListen(String port) throws IOException {
    new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress()).close();
  }
}
