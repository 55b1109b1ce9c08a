package org.drafthorse.servlet.registration.war.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** Code that registers resources when the application starts, before there is a filter. */
public final class Early {

  private Early() {}

  /** As CDI starts. */
  @ApplicationScoped
  public static class Bean {
    @Inject private ResourceRegistry registry;

    /** For CDI. */
    public Bean() {}

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
      ResourceContext unused = registry.register("/from-bean", new Echo());
    }
  }

  /** As the application starts. */
  @WebListener
  public static class Listener implements ServletContextListener {
    /** For the container. */
    public Listener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
      ResourceContext unused =
          CDI.current().select(ResourceRegistry.class).get().register("/from-listener", new Echo());
    }
  }

  /** What they register. */
  public static final class Echo implements WebSocketResource {
    @Override
    public void onText(WebSocketConnection connection, String text) {
      connection.sendText(text);
    }
  }
}
