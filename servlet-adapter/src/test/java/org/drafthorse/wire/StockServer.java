package org.drafthorse.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.drafthorse.programs.Programs;
import org.drafthorse.wire.ContainerProcess.Recipe;

/**
 * A server as it is delivered, with a base directory of the test's own, on any free port of
 * 127.0.0.1. Looks every second for what was put into its directory of web applications or taken
 * out.
 */
final class StockServer {

  static final String TOMCAT = "/usr/share/tomcat10";
  private static final Pattern NONE = Pattern.compile("(?!)");

  private final Path base;
  private final Recipe recipe;

  private StockServer(Path base, Recipe recipe) {
    this.base = base;
    this.recipe = recipe;
  }

  /** The jetty-home archive with the modules that a WAR needs. */
  static StockServer jetty(String... moreModules) {
    Path home = ContainerFiles.only("jetty-home");
    Path base = ContainerFiles.emptyDirectory("jetty-home");
    write(
        base,
        "start.d/http.ini",
        "--module=http",
        "jetty.http.host=127.0.0.1",
        "jetty.http.port=0");
    write(base, "start.d/ee10-deploy.ini", "--module=ee10-deploy");
    write(
        base,
        "start.d/deployment-scanner.ini",
        "--module=deployment-scanner",
        "jetty.deploy.scanInterval=1");
    for (String each : moreModules) {
      write(base, "start.d/" + each + ".ini", "--module=" + each);
    }
    write(base, "environments/.keep");
    write(base, "webapps/.keep");
    Recipe recipe =
        recipe(
            "jetty-home",
            List.of("-cp", ContainerFiles.leash() + ":" + home.resolve("start.jar")),
            List.of("org.eclipse.jetty.start.Main", "jetty.home=" + home, "jetty.base=" + base),
            "Started oejs\\.ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)\\}",
            "Started oejs\\.Server@");
    return new StockServer(base, recipe);
  }

  /** Debian's package tomcat10, which must be there. */
  static StockServer debianTomcat() {
    Path home = Programs.find(TOMCAT);
    Path base = ContainerFiles.emptyDirectory("tomcat10");
    write(
        base,
        "conf/server.xml",
        "<Server port='-1'>",
        "  <Service name='Catalina'>",
        "    <Connector port='0' address='127.0.0.1'/>",
        "    <Engine name='Catalina' defaultHost='localhost' backgroundProcessorDelay='1'>",
        "      <Host name='localhost' appBase='webapps'/>",
        "    </Engine>",
        "  </Service>",
        "</Server>");
    write(base, "conf/web.xml", read(home.resolve("etc/web.xml")));
    write(base, "temp/.keep");
    write(base, "webapps/.keep");
    Recipe recipe =
        recipe(
            "tomcat10",
            List.of(
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-cp",
                ContainerFiles.leash()
                    + ":"
                    + home.resolve("bin/bootstrap.jar")
                    + ":"
                    + home.resolve("bin/tomcat-juli.jar")),
            List.of("org.apache.catalina.startup.Bootstrap", "start"),
            "Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-1-(\\d+)\"\\]",
            "Server startup in");
    return new StockServer(base, recipe);
  }

  /** Deploys, before the server starts or while it runs. */
  StockServer deploy(String name, ContractWar war) {
    war.write(webapp(name));
    return this;
  }

  /** Undeploys. */
  void undeploy(String name) {
    try {
      Files.delete(webapp(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a file below the base directory. */
  StockServer with(String file, String... lines) {
    write(base, file, lines);
    return this;
  }

  StockServer with(String file, byte[] content) {
    write(base, file, content);
    return this;
  }

  /** Adds a WAR that is not where the server looks for them. */
  StockServer with(String file, ContractWar war) {
    war.write(base.resolve(file));
    return this;
  }

  Recipe recipe() {
    return recipe;
  }

  private Path webapp(String name) {
    return base.resolve("webapps").resolve(name + ".war");
  }

  private static Recipe recipe(
      String name, List<String> options, List<String> main, String port, String ready) {
    List<String> command = new ArrayList<>(ContainerFiles.java());
    command.addAll(options);
    command.add(Leash.class.getName());
    command.addAll(main);
    return new Recipe(name, command, Map.of(), Pattern.compile(port), NONE, Pattern.compile(ready));
  }

  private static void write(Path base, String file, String... lines) {
    write(base, file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path base, String file, byte[] content) {
    try {
      Path path = base.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
