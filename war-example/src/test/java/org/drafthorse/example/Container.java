package org.drafthorse.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drafthorse.programs.Programs;

/** A servlet container with the example as its root application, in a process of its own. */
final class Container implements AutoCloseable {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path WAR = TARGET.resolve("drafthorse-war-example.war");

  /** Where Debian's package tomcat10 is. */
  static final String TOMCAT = "/usr/share/tomcat10";

  private static final Pattern JETTY_STARTED =
      Pattern.compile("Started oejs\\.ServerConnector@\\S+ .*\\{127\\.0\\.0\\.1:(\\d+)}");

  private final Process process;
  private final Path log;
  private final int port;

  private Container(String name, ProcessBuilder builder, Pattern started) throws IOException {
    log = TARGET.resolve(name + ".log");
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    port = awaitPort(started);
  }

  /** Stock Jetty as {@code mvn -Pwar} starts it; on any free port if that is 0. */
  static Container jettyAsDocumented(int wantedPort) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            java(),
            "-cp",
            TARGET.resolve("classes").toString(),
            StockJetty.class.getName(),
            System.getProperty("jetty.home"),
            Path.of("src", "jetty").toAbsolutePath().toString(),
            "" + wantedPort);
    return new Container("jetty-home", builder, JETTY_STARTED);
  }

  /** Stock Jetty with these modules and nothing else, and the WAR dropped into it. */
  static Container jettyWith(String modules) throws IOException {
    String name = "jetty-" + modules.replace(',', '-');
    Path base = emptyDirectory(name);
    Files.writeString(base.resolve("start.ini"), "--module=" + modules + "\n");
    Files.createDirectories(base.resolve("environments"));
    deployInto(base);
    ProcessBuilder builder =
        new ProcessBuilder(
            java(),
            "-Djetty.http.host=127.0.0.1",
            "-jar",
            Path.of(System.getProperty("jetty.home"), "start.jar").toString(),
            "jetty.http.port=0");
    return new Container(name, builder.directory(base.toFile()), JETTY_STARTED);
  }

  /** Debian's package tomcat10, with a base directory of its own. */
  static Container debianTomcat() throws IOException {
    Path home = Programs.find(TOMCAT);
    Path base = emptyDirectory("tomcat10");
    for (String each : List.of("conf", "logs", "temp", "work")) {
      Files.createDirectories(base.resolve(each));
    }
    Files.copy(home.resolve("etc/web.xml"), base.resolve("conf/web.xml"));
    Files.copy(Path.of("src", "test", "tomcat", "server.xml"), base.resolve("conf/server.xml"));
    deployInto(base);
    ProcessBuilder builder =
        new ProcessBuilder(
            java(),
            "-Dcatalina.home=" + home,
            "-Dcatalina.base=" + base,
            "-Djava.io.tmpdir=" + base.resolve("temp"),
            "-cp",
            home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
            "org.apache.catalina.startup.Bootstrap");
    return new Container(
        "tomcat10", builder, Pattern.compile("Starting ProtocolHandler .*-(\\d+)\"\\]"));
  }

  int port() {
    return port;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it did not end within 20 s, see " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
  }

  private int awaitPort(Pattern started) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher matcher = started.matcher(log());
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      pause();
    }
    close();
    String all = log();
    throw new AssertionError(
        "it does not start:\n" + all.substring(Math.max(0, all.length() - 4000)));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static void deployInto(Path base) throws IOException {
    Files.createDirectories(base.resolve("webapps"));
    Files.copy(WAR, base.resolve("webapps/ROOT.war"));
  }

  private static Path emptyDirectory(String name) throws IOException {
    return Files.createTempDirectory(TARGET, name + "-");
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
