package org.drafthorse.servlet.registration;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One server of each kind for all tests, started when first asked for. */
final class Containers implements BeforeAllCallback {

  /** Which container. */
  enum Kind {
    JETTY,
    TOMCAT
  }

  private Servers servers;

  @Override
  public void beforeAll(ExtensionContext context) {
    servers =
        context
            .getRoot()
            .getStore(Namespace.create(Containers.class))
            .getOrComputeIfAbsent(Servers.class, type -> new Servers(), Servers.class);
  }

  Container get(Kind kind) throws Exception {
    return servers.get(kind);
  }

  private static final class Servers implements AutoCloseable {

    private final Map<Kind, Container> started = new EnumMap<>(Kind.class);

    Container get(Kind kind) throws Exception {
      Container known = started.get(kind);
      if (known == null) {
        known = kind == Kind.JETTY ? new JettyContainer() : new TomcatContainer();
        started.put(kind, known);
      }
      return known;
    }

    @Override
    public void close() {
      started.values().forEach(Container::close);
    }
  }
}
