package org.drafthorse.wire;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.drafthorse.programs.Programs;
import org.drafthorse.wire.ContainerProcess.Recipe;

/**
 * The processes of the containers: each starts when it is first asked for, then serves all tests,
 * and ends with them.
 */
final class Containers {

  private static final Pattern PORT = Pattern.compile("^http=(\\d+)$");
  private static final Pattern SECURE_PORT = Pattern.compile("^https=(\\d+)$");
  private static final Pattern READY = Pattern.compile("^ready$");

  private static final Map<Container, RemotePlace> STARTED = new EnumMap<>(Container.class);

  private Containers() {}

  /** Starts all of them whose programs are there, side by side. */
  static void startAll() {
    for (Container each : Container.values()) {
      if (Programs.has(each.programs())) {
        RemotePlace ignored = started(each);
      }
    }
  }

  /** The one that all tests share. */
  static RemotePlace get(Container container) {
    RemotePlace place = started(container);
    place.process().awaitReady();
    return place;
  }

  /** One of the test's own. */
  static ContainerProcess startAnother(Container container) {
    return ContainerProcess.start(recipe(container));
  }

  private static synchronized RemotePlace started(Container container) {
    return STARTED.computeIfAbsent(container, each -> new RemotePlace(startAnother(each)));
  }

  private static Recipe recipe(Container container) {
    return switch (container) {
      case JETTY_EE10 -> embedded("jetty-ee10", JettyMain.class, "ee10");
      case JETTY_EE11 -> embedded("jetty-ee11", JettyMain.class, "ee11");
      case TOMCAT_10 -> tomcat("tomcat-10");
      case TOMCAT_11 -> tomcat("tomcat-11");
      case UNDERTOW -> embedded("undertow", UndertowMain.class);
      case JETTY_HOME -> StockServer.jetty().deploy("ROOT", new ContractWar()).recipe();
      case DEBIAN_TOMCAT -> StockServer.debianTomcat().deploy("ROOT", new ContractWar()).recipe();
    };
  }

  private static Recipe tomcat(String name) {
    return embedded(name, TomcatMain.class, ContainerFiles.emptyDirectory(name).toString());
  }

  private static Recipe embedded(String name, Class<?> main, String... args) {
    List<String> command = new ArrayList<>(ContainerFiles.java());
    command.addAll(List.of("-cp", ContainerFiles.classPath(name), Leash.class.getName()));
    command.add(main.getName());
    command.addAll(List.of(args));
    command.add(TestKeystore.file().toString());
    command.add(new String(TestKeystore.password()));
    return new Recipe(name, command, Map.of(), PORT, SECURE_PORT, READY);
  }
}
